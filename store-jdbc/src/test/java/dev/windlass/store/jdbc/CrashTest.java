package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobScheduler;
import dev.windlass.job.Backoff;
import dev.windlass.job.ConflictException;
import dev.windlass.job.ErrorKind;
import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.Page;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.RunContext;
import dev.windlass.job.RunQuery;
import dev.windlass.job.RunResult;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Settings;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.QueueStats;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes under load are killed with {@code kill -9}: what was acknowledged is there, and each job ends once. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class CrashTest {

    private static final int ACKNOWLEDGED_BEFORE_KILL = 150;
    private static final int ROUNDS = 4;
    private static final int NODES = 3;

    /** Longer than a process takes to be killed once it has submitted enough. */
    private static final Duration SLOW = Duration.ofMillis(1_500);

    private static final Backoff SOON = new Backoff(Duration.ofMillis(50), 1, Duration.ofMillis(50), 0);

    /** Submits and runs jobs until it is killed; prints the id of each job once its submission was acknowledged. */
    static final class Worker {
        private Worker() {}

        /** @param arguments the URL, and the schema or nothing */
        public static void main(String[] arguments) {
            JobStore store = open(arguments[0], arguments.length > 1 ? arguments[1] : null);
            JobScheduler scheduler = engine(store);
            for (int i = 0; true; i++) {
                UUID id = scheduler.jobs().submit(request(i)).id();
                System.out.println(id);
                if (i == 20 || i == 70) {
                    cancel(scheduler, id);
                }
            }
        }

        private static void cancel(JobScheduler scheduler, UUID slow) {
            try {
                scheduler.jobs().cancel(slow, "enough");
            } catch (ConflictException e) {
                // On a machine that is busy enough it has ended.
            }
        }

        /** Most end at once; some fail, some fail at first, some are held when the process dies, some are cancelled. */
        private static JobRequest request(int i) {
            return switch (i) {
                case 5, 30, 55, 80, 105 -> JobRequest.of("broken", "x");
                case 10, 35, 60, 85, 110 -> JobRequest.of("flaky", "x");
                case 15, 20, 65, 70 ->
                    JobRequest.builder()
                            .type("slow")
                            .priority(JobSpec.HIGHEST_PRIORITY)
                            .build();
                default -> JobRequest.of("echo", "x");
            };
        }
    }

    private static JobStore open(String url, @org.jspecify.annotations.Nullable String schema) {
        return JdbcJobStore.builder().url(url).schema(schema).open();
    }

    private static RunResult flaky(RunContext run) {
        return run.attempt() == 1 ? RunResult.failedForNow("flaky", "at first") : RunResult.completed();
    }

    private static RunResult slow(RunContext run) throws InterruptedException {
        CountDownLatch cancelled = new CountDownLatch(1);
        run.onCancel(cancelled::countDown);
        boolean enough = cancelled.await(SLOW.toMillis(), TimeUnit.MILLISECONDS);
        run.throwIfCancelled();
        return RunResult.completed(enough);
    }

    private static JobScheduler engine(JobStore store) {
        return JobScheduler.builder(store)
                .register(JobType.of("echo", Json.class, (params, run) -> RunResult.completed(params)))
                .register(JobType.of("broken", Json.class, (params, run) -> RunResult.failed("broken", "always")))
                .register(JobType.of("flaky", Json.class, (params, run) -> flaky(run)))
                .register(JobType.of("slow", Json.class, (params, run) -> slow(run)))
                .settings(Settings.builder()
                        .slots(2)
                        .maxAttemptsCap(100)
                        .retryPolicy(new RetryPolicy(100, SOON))
                        .lease(Duration.ofSeconds(3))
                        .build())
                .start();
    }

    private static void awaitAcknowledged(ChildJvm worker, int count, Set<UUID> acknowledged) throws IOException {
        for (int seen = 0; seen < count; ) {
            String line = Objects.requireNonNull(worker.readLine(), "The worker ended by itself");
            seen += note(line, acknowledged) ? 1 : 0;
        }
    }

    /** What it had printed before it was killed counts too. */
    private static void kill(ChildJvm worker, Set<UUID> acknowledged) throws Exception {
        worker.kill();
        for (String line = worker.readLine(); line != null; line = worker.readLine()) {
            note(line, acknowledged);
        }
    }

    /** Between them are warnings, of a lease that a busy machine kept from being renewed say, and the last one may be cut off. */
    private static boolean note(String line, Set<UUID> acknowledged) {
        boolean isId = line.matches("[0-9a-f-]{36}");
        if (isId) {
            acknowledged.add(UUID.fromString(line));
        }
        return isId;
    }

    @Test
    @Tag("T7")
    @Tag("T8")
    void onH2WhatWasAcknowledgedSurvives(@TempDir Path folder) throws Exception {
        String url = "jdbc:h2:" + folder.resolve("crash");
        Set<UUID> acknowledged = new HashSet<>();
        for (int life = 0; life < 4; life++) {
            try (ChildJvm worker = ChildJvm.start(Worker.class, url)) {
                awaitAcknowledged(worker, ACKNOWLEDGED_BEFORE_KILL, acknowledged);
                kill(worker, acknowledged);
            }
        }
        try (JobStore store = open(url, null)) {
            drainAndCheck(store, acknowledged);
        }
        try (Connection connection = DriverManager.getConnection(url)) {
            Invariants.check(connection);
        }
    }

    /** Three at a time, of which in each round one or two die at once, another set each time; what they left is checked each time. */
    @Test
    @Tag("T7")
    @Tag("T8")
    void onPostgresTheSurvivorsFinishWhatTheDeadBegan() throws Exception {
        String schema = TestPostgres.newSchema();
        Random random = new Random(7);
        Set<UUID> acknowledged = new HashSet<>();
        List<ChildJvm> lives = new ArrayList<>();
        try {
            for (int round = 0; round < ROUNDS; round++) {
                while (lives.size() < NODES) {
                    lives.add(ChildJvm.start(Worker.class, TestPostgres.url(), schema));
                }
                Collections.shuffle(lives, random);
                awaitAcknowledged(lives.get(NODES - 1), ACKNOWLEDGED_BEFORE_KILL, acknowledged);
                List<ChildJvm> victims = lives.subList(0, round % 2 == 0 ? 2 : 1);
                killAtOnce(victims, acknowledged);
                victims.clear();
                Invariants.checkPostgres(schema);
            }
        } finally {
            for (ChildJvm life : lives) {
                life.kill();
            }
        }
        try (JobStore store = open(TestPostgres.url(), schema)) {
            drainAndCheck(store, acknowledged);
        }
        Invariants.checkPostgres(schema);
    }

    private static void killAtOnce(List<ChildJvm> victims, Set<UUID> acknowledged) throws Exception {
        victims.forEach(ChildJvm::signalKill);
        for (ChildJvm victim : victims) {
            kill(victim, acknowledged);
        }
    }

    /** All of one moment, since jobs go from one to the other meanwhile. */
    private static boolean isEmpty(QueueStats stats) {
        return stats.ready() + stats.delayed() + stats.running() == 0;
    }

    private static void drainAndCheck(JobStore store, Set<UUID> acknowledged) {
        try (JobScheduler scheduler = engine(store)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> isEmpty(scheduler.queues().stats()));
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(4 * ACKNOWLEDGED_BEFORE_KILL);
        Map<UUID, Job> jobs = jobs(store);
        assertThat(jobs.keySet()).containsAll(acknowledged);
        assertThat(jobs.values())
                .allSatisfy(job -> assertThat(job.status())
                        .as("the end of %s", job)
                        .isIn(ends(job.spec().type())));
        assertThat(jobs.values()).extracting(Job::status).contains(JobStatus.CANCELLED, JobStatus.FAILED);
        assertThat(runs(store, RunStatus.COMPLETED))
                .extracting(JobRun::jobId)
                .as("each job has one good end at most, and has it when it says so")
                .doesNotHaveDuplicates()
                .hasSize((int) jobs.values().stream()
                        .filter(job -> job.status() == JobStatus.COMPLETED)
                        .count());
        assertThat(runs(store, RunStatus.FAILED))
                .extracting(run -> Objects.requireNonNull(run.error()).kind())
                .as("runs that died with their process were rescued")
                .contains(ErrorKind.LOST);
    }

    private static Set<JobStatus> ends(String type) {
        return switch (type) {
            case "broken" -> Set.of(JobStatus.FAILED);
            case "slow" -> Set.of(JobStatus.COMPLETED, JobStatus.CANCELLED);
            default -> Set.of(JobStatus.COMPLETED);
        };
    }

    private static Map<UUID, Job> jobs(JobStore store) {
        Map<UUID, Job> jobs = new HashMap<>();
        for (String cursor = ""; cursor != null; ) {
            var page = store.listJobs(JobQuery.all(500).from(cursor.isEmpty() ? null : cursor));
            page.items().forEach(job -> jobs.put(job.id(), job));
            cursor = page.next();
        }
        return jobs;
    }

    private static List<JobRun> runs(JobStore store, RunStatus status) {
        List<JobRun> runs = new ArrayList<>();
        RunQuery query = new RunQuery(null, Set.of(status), null, null, null, null, null, 500);
        Page<JobRun> page = store.listRuns(query);
        runs.addAll(page.items());
        while (page.next() != null) {
            page = store.listRuns(query.from(page.next()));
            runs.addAll(page.items());
        }
        return runs;
    }
}
