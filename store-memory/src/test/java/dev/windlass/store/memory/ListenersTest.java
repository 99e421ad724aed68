package dev.windlass.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
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

    private static JobScheduler start(JobStore store, TransitionListener listener) {
        return JobScheduler.builder(store)
                .settings(Settings.builder().slots(1).maxDirectWaiting(5).build())
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
