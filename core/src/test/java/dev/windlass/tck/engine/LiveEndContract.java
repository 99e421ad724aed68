package dev.windlass.tck.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobScheduler;
import dev.windlass.job.Backoff;
import dev.windlass.job.ErrorKind;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Json;
import dev.windlass.job.Phase;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.RunError;
import dev.windlass.job.RunQuery;
import dev.windlass.job.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How attempts end while threads run them, and what can be seen of them before. */
abstract class LiveEndContract extends LiveRole {

    LiveEndContract(LiveEngineContract contract) {
        super(contract);
    }

    @Test
    @Tag("C6")
    void aRunningJobIsAskedToStopAndEndsCancelled() throws InterruptedException {
        JobScheduler one = start(oneSlot());
        UUID id = submit(one, job("gated", "a"));
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        await().until(() -> status(one, id) == JobStatus.RUNNING);
        Job asked = one.jobs().cancel(id, "enough");
        assertThat(asked.cancelRequestedAt()).isNotNull();
        Job job = ended(one, id);
        assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(job.error())
                .isEqualTo(new RunError("cancelled", "The run was cancelled: enough", ErrorKind.CANCELLED, false, 1));
        assertThat(ran).as("the handler has heard why").contains("enough");
    }

    @Test
    @Tag("C6")
    @Tag("C11")
    void aHandlerThatIgnoresItsCancelIsNeitherStoppedNorInterrupted() throws InterruptedException {
        JobScheduler one = start(oneSlot());
        UUID id = submit(one, job("deaf", "a"));
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        await().until(() -> status(one, id) == JobStatus.RUNNING);
        one.jobs().cancel(id, "enough");
        UUID next = submit(one, job("echo", "next"));
        assertThat(status(one, id)).isEqualTo(JobStatus.RUNNING);
        assertThat(status(one, next)).as("the slot is still the handler's").isEqualTo(JobStatus.QUEUED);
        gate.release();
        Job job = ended(one, id);
        assertThat(job.status()).as("it did its work all the same").isEqualTo(JobStatus.COMPLETED);
        assertThat(job.cancelRequestedAt()).isNotNull();
        assertThat(Objects.requireNonNull(job.result()).text()).isEqualTo("\"too late\"");
        assertThat(ended(one, next).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aTimeoutIsRecordedAtOnceAndTheSlotStaysTakenUntilTheHandlerReturns() throws InterruptedException {
        JobScheduler one = start(oneSlot());
        UUID id = submit(one, job("deaf", "a").timeout(Duration.ofMillis(50)).retryPolicy(RetryPolicy.attempts(1)));
        Job job = ended(one, id);
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(Objects.requireNonNull(job.error()).kind()).isEqualTo(ErrorKind.TIMEOUT);
        UUID next = submit(one, job("echo", "next"));
        assertThat(status(one, next)).isEqualTo(JobStatus.QUEUED);
        gate.release();
        assertThat(ended(one, next).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(status(one, id)).isEqualTo(JobStatus.FAILED);
    }

    @Test
    @Tag("M3")
    void phaseAndProgressCanBeSeenWhileItRuns() throws InterruptedException {
        JobScheduler one = start(oneSlot());
        UUID id = submit(one, job("loading", "a"));
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        await().until(() -> one.jobs().find(id).orElseThrow().phase() == Phase.LOADING);
        gate.release();
        await().until(() -> one.jobs().find(id).orElseThrow().phase() == Phase.WORKING);
        assertThat(one.jobs().find(id).orElseThrow().progress().percent()).isEqualTo(40);
        gate.release();
        assertThat(ended(one, id).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    @Tag("C9")
    void aFailedAttemptComesBackByItselfAndNotEarly() throws InterruptedException {
        JobScheduler one = start(oneSlot());
        Duration pause = Duration.ofMillis(50);
        UUID id = submit(one, job("flaky", "a").retryPolicy(new RetryPolicy(2, new Backoff(pause, 1, pause, 0))));
        Job job = ended(one, id);
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.attempt()).isEqualTo(2);
        List<JobRun> runs = one.runs().list(RunQuery.ofJob(id, null, 10)).items();
        assertThat(runs).extracting(JobRun::status).containsExactly(RunStatus.COMPLETED, RunStatus.FAILED);
        Instant failed = Objects.requireNonNull(runs.get(1).finishedAt());
        assertThat(runs.get(0).startedAt()).isAfterOrEqualTo(failed.plus(pause));
    }

    @Test
    @Tag("M4")
    void aWatcherIsToldOfTheFirstChangeAndOfTheTimeout() throws Exception {
        JobScheduler one = start(oneSlot());
        UUID id = submit(one, job("gated", "a"));
        CompletableFuture<Job> running = one.jobs()
                .watch(id, job -> job.status() == JobStatus.RUNNING, LONG)
                .toCompletableFuture();
        assertThat(running.get(20, TimeUnit.SECONDS).status()).isEqualTo(JobStatus.RUNNING);
        Job still = one.jobs()
                .watch(id, job -> job.status().isTerminal(), Duration.ofMillis(50))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        assertThat(still.status()).isEqualTo(JobStatus.RUNNING);
        gate.release();
        assertThat(ended(one, id).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    @Tag("M4")
    void aWaitThatIsInterruptedMakesRoomForTheNext() throws Exception {
        JobScheduler one = start(oneSlot().maxWaiters(1));
        UUID id = submit(one, job("gated", "a"));
        CompletableFuture<Void> interrupted = new CompletableFuture<>();
        Thread waiter = new Thread(() -> {
            try {
                ended(one, id);
            } catch (InterruptedException e) {
                interrupted.complete(null);
            }
        });
        waiter.start();
        waiter.interrupt();
        interrupted.get(20, TimeUnit.SECONDS);
        CompletableFuture<Job> next =
                one.jobs().watch(id, job -> job.status().isTerminal(), LONG).toCompletableFuture();
        assertThat(next).isNotDone();
        gate.release();
        assertThat(next.get(20, TimeUnit.SECONDS).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aDirectRunCanBeAwaited() throws InterruptedException {
        JobScheduler one = start(oneSlot());
        JobRun direct = one.runs().runDirect("echo", Json.of("a"), null);
        assertThat(one.runs().await(direct.id(), LONG).status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void anErrorInAHandlerEndsItsAttemptAndNotItsSlot() throws InterruptedException {
        JobScheduler one = start(oneSlot());
        UUID broken = submit(one, JobRequest.builder().type("error").retryPolicy(RetryPolicy.attempts(1)));
        assertThat(ended(one, broken).status()).isEqualTo(JobStatus.FAILED);
        UUID next = submit(one, job("echo", "next"));
        assertThat(ended(one, next).status()).isEqualTo(JobStatus.COMPLETED);
    }
}
