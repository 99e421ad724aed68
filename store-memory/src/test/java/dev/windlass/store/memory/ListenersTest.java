package dev.windlass.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobScheduler;
import dev.windlass.job.Backoff;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.RunResult;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Settings;
import dev.windlass.job.TransitionListener;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.Submission;
import dev.windlass.spi.Transition;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a host's listeners are told, and that the engine does not depend on what they do. */
@Timeout(120)
class ListenersTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final RetryPolicy AT_ONCE =
            new RetryPolicy(2, new Backoff(Duration.ofMillis(1), 1, Duration.ofMillis(1), 0));

    private static final JobStatus[] TWO_ATTEMPTS = {
        JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.COMPLETED
    };

    private static final JobType<Json> FLAKY = JobType.of(
            "flaky",
            Json.class,
            (params, run) -> run.attempt() == 1 && run.jobId() != null
                    ? RunResult.failedForNow("not_yet", "Try again")
                    : RunResult.completed());

    /** Fails at everything that it is told. */
    private static final class Broken implements TransitionListener {
        @Override
        public void jobChanged(UUID jobId, String jobType, @Nullable JobStatus from, JobStatus to, Instant at) {
            throw new AssertionError("a listener's, of a job");
        }

        @Override
        public void runChanged(
                UUID runId, @Nullable UUID jobId, String jobType, @Nullable RunStatus from, RunStatus to, Instant at) {
            throw new AssertionError("a listener's, of a run");
        }
    }

    @Test
    @Tag("C7")
    void anErrorInAListenerTakesNoPlaceFromDirectRuns() throws Exception {
        try (MemoryJobStore store = new MemoryJobStore();
                JobScheduler running = start(store, new Broken())) {
            for (int i = 0; i < 2 * running.settings().maxDirectWaiting(); i++) {
                UUID run = running.runs()
                        .runDirect("flaky", Json.EMPTY_OBJECT, null)
                        .id();
                assertThat(running.runs()
                                .watch(run, now -> now.status().isTerminal(), LONG)
                                .toCompletableFuture()
                                .get(30, TimeUnit.SECONDS)
                                .status())
                        .isEqualTo(RunStatus.COMPLETED);
            }
        }
    }

    @Test
    void anErrorInAListenerNeitherFailsASubmissionNorKeepsAJobFromComingBack() throws Exception {
        try (MemoryJobStore store = new MemoryJobStore();
                JobScheduler running = start(store, new Broken())) {
            UUID id = submit(running);
            assertThat(running.jobs().await(id, LONG).status()).isEqualTo(JobStatus.COMPLETED);
            assertThat(running.jobs().find(id).orElseThrow().attempt()).isEqualTo(2);
        }
    }

    /** Keeps what it is told of each job. */
    private static final class Diary implements TransitionListener {
        private final Map<UUID, Queue<JobStatus>> told = new ConcurrentHashMap<>();

        @Override
        public void jobChanged(UUID jobId, String jobType, @Nullable JobStatus from, JobStatus to, Instant at) {
            told.computeIfAbsent(jobId, id -> new ConcurrentLinkedQueue<>()).add(to);
        }

        void awaitLast(UUID job, JobStatus last) {
            await().atMost(LONG)
                    .until(() -> told.getOrDefault(job, new ArrayDeque<>()).contains(last));
        }
    }

    @Test
    void aJobThatHasEndedBeforeItsSubmissionReturnsIsToldInOrder() {
        Diary diary = new Diary();
        try (MemoryJobStore store = new MemoryJobStore();
                JobScheduler running = start(slow(store, "submit"), diary)) {
            UUID id = submit(running);
            diary.awaitLast(id, JobStatus.COMPLETED);
            assertThat(diary.told.get(id)).containsExactly(TWO_ATTEMPTS);
        }
    }

    @Test
    void aJobThatRunsAgainBeforeItsFailedAttemptIsToldIsToldInOrder() {
        Diary diary = new Diary();
        try (MemoryJobStore store = new MemoryJobStore();
                JobScheduler running = start(slow(store, "apply"), diary)) {
            UUID id = submit(running);
            diary.awaitLast(id, JobStatus.COMPLETED);
            assertThat(diary.told.get(id)).containsExactly(TWO_ATTEMPTS);
        }
    }

    @Test
    void manyJobsOfManyThreadsAreEachToldInOrder() throws Exception {
        Diary diary = new Diary();
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try (MemoryJobStore store = new MemoryJobStore();
                JobScheduler running = start(store, diary)) {
            List<Future<UUID>> jobs = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                jobs.add(clients.submit(() -> submit(running)));
            }
            for (Future<UUID> job : jobs) {
                job.get(30, TimeUnit.SECONDS);
            }
            await().atMost(LONG)
                    .until(() -> diary.told.values().stream().allMatch(told -> told.contains(JobStatus.COMPLETED)));
            assertThat(diary.told).hasSize(2_000);
            assertThat(diary.told.values()).allSatisfy(told -> assertThat(told).containsExactly(TWO_ATTEMPTS));
        } finally {
            clients.shutdown();
        }
    }

    /** Answers a submission, or the end of a first attempt, only when the job has ended. */
    private static JobStore slow(JobStore store, String method) {
        return (JobStore) Proxy.newProxyInstance(
                ListenersTest.class.getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, called, args) -> {
                    if (called.getName().equals("submitAndClaim")) {
                        return null;
                    }
                    try {
                        Object reply = called.invoke(store, args);
                        UUID job = called.getName().equals(method) && args[0] instanceof List<?> all
                                ? concerned(all.get(0))
                                : null;
                        if (job != null) {
                            await().atMost(LONG)
                                    .until(() -> store.findJob(job)
                                            .orElseThrow()
                                            .status()
                                            .isTerminal());
                        }
                        return reply;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static @Nullable UUID concerned(Object written) {
        if (written instanceof Submission submission) {
            return submission.jobs().get(0).id();
        }
        return written instanceof Transition.Finish finish && finish.next() instanceof Transition.Next.Requeue
                ? finish.token().jobId()
                : null;
    }

    private static JobScheduler start(JobStore store, TransitionListener listener) {
        return JobScheduler.builder(store)
                .settings(Settings.builder().slots(2).maxDirectWaiting(5).build())
                .register(FLAKY)
                .listener(listener)
                .start();
    }

    private static UUID submit(JobScheduler running) {
        return running.jobs()
                .submit(JobRequest.builder().type("flaky").retryPolicy(AT_ONCE).build())
                .id();
    }
}
