package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobScheduler;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.Page;
import dev.windlass.job.RunQuery;
import dev.windlass.job.RunResult;
import dev.windlass.job.Settings;
import dev.windlass.spi.JobStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes under load are killed with {@code kill -9}: what was acknowledged is there, and each job ends once. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class CrashTest {

    private static final int ACKNOWLEDGED_BEFORE_KILL = 150;

    /** Submits and runs jobs until it is killed; prints the id of each job once its submission was acknowledged. */
    static final class Worker {
        private Worker() {}

        /** @param arguments the URL, and the schema or nothing */
        public static void main(String[] arguments) {
            JobStore store = open(arguments[0], arguments.length > 1 ? arguments[1] : null);
            JobScheduler scheduler = engine(store);
            while (true) {
                System.out.println(
                        scheduler.jobs().submit(JobRequest.of("echo", "x")).id());
            }
        }
    }

    private static JobStore open(String url, @org.jspecify.annotations.Nullable String schema) {
        return JdbcJobStore.builder().url(url).schema(schema).open();
    }

    private static JobScheduler engine(JobStore store) {
        return JobScheduler.builder(store)
                .register(JobType.of("echo", Json.class, (params, run) -> RunResult.completed(params)))
                .settings(Settings.builder()
                        .slots(2)
                        .maxAttemptsCap(100)
                        .retryPolicy(dev.windlass.job.RetryPolicy.attempts(100))
                        .lease(Duration.ofSeconds(3))
                        .build())
                .start();
    }

    private static void awaitAcknowledged(ChildJvm worker, int count, Set<UUID> acknowledged) throws IOException {
        for (int i = 0; i < count; i++) {
            acknowledged.add(UUID.fromString(Objects.requireNonNull(worker.readLine(), "The worker ended by itself")));
        }
    }

    /** What it had printed before it was killed counts too. */
    private static void kill(ChildJvm worker, Set<UUID> acknowledged) throws Exception {
        worker.kill();
        for (String line = worker.readLine(); line != null; line = worker.readLine()) {
            if (line.length() == 36) {
                acknowledged.add(UUID.fromString(line));
            }
        }
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

    @Test
    @Tag("T7")
    @Tag("T8")
    void onPostgresTheSurvivorsFinishWhatTheDeadBegan() throws Exception {
        String schema = TestPostgres.newSchema();
        String url = TestPostgres.url();
        Set<UUID> acknowledged = new HashSet<>();
        List<ChildJvm> lives = new ArrayList<>(List.of(ChildJvm.start(Worker.class, url, schema)));
        try {
            for (int life = 0; life < 4; life++) {
                ChildJvm next = ChildJvm.start(Worker.class, url, schema);
                lives.add(next);
                awaitAcknowledged(next, ACKNOWLEDGED_BEFORE_KILL, acknowledged);
                kill(lives.get(life), acknowledged);
            }
        } finally {
            for (ChildJvm life : lives) {
                life.kill();
            }
        }
        try (JobStore store = open(url, schema)) {
            drainAndCheck(store, acknowledged);
        }
        Invariants.checkPostgres(schema);
    }

    private static void drainAndCheck(JobStore store, Set<UUID> acknowledged) {
        try (JobScheduler scheduler = engine(store)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> scheduler.queues().stats().ready()
                                    + scheduler.queues().stats().delayed()
                                    + scheduler.queues().stats().running()
                            == 0);
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(4 * ACKNOWLEDGED_BEFORE_KILL);
        Set<UUID> completed = new HashSet<>();
        for (String cursor = ""; cursor != null; ) {
            var page = store.listJobs(JobQuery.all(500).from(cursor.isEmpty() ? null : cursor));
            page.items().forEach(job -> {
                assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
                completed.add(job.id());
            });
            cursor = page.next();
        }
        assertThat(completed).containsAll(acknowledged);
        assertThat(completedRuns(store))
                .extracting(JobRun::jobId)
                .as("each job has one good end")
                .doesNotHaveDuplicates()
                .hasSameSizeAs(completed);
    }

    private static List<JobRun> completedRuns(JobStore store) {
        List<JobRun> runs = new ArrayList<>();
        RunQuery query =
                new RunQuery(null, Set.of(dev.windlass.job.RunStatus.COMPLETED), null, null, null, null, null, 500);
        Page<JobRun> page = store.listRuns(query);
        runs.addAll(page.items());
        while (page.next() != null) {
            page = store.listRuns(query.from(page.next()));
            runs.addAll(page.items());
        }
        return runs;
    }
}
