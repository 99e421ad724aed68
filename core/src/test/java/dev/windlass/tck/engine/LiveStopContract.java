package dev.windlass.tck.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobScheduler;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Json;
import dev.windlass.job.Page;
import dev.windlass.job.RunError;
import dev.windlass.job.RunQuery;
import dev.windlass.job.RunStatus;
import dev.windlass.job.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a scheduler stops. */
abstract class LiveStopContract extends LiveRole {

    LiveStopContract(LiveEngineContract contract) {
        super(contract);
    }

    @Test
    void aStopReleasesWhatDoesNotEndAndTheAttemptDoesNotCount() throws InterruptedException {
        JobScheduler one = start(oneSlot());
        UUID running = submit(one, job("deaf", "a"));
        UUID waiting = submit(one, job("echo", "b"));
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(one.stop(Duration.ofMillis(100))).isFalse();
        Job job = store.findJob(running).orElseThrow();
        assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(job.attempt()).isZero();
        assertThat(store.findJob(waiting).orElseThrow().status()).isEqualTo(JobStatus.QUEUED);
        Page<JobRun> runs = store.listRuns(RunQuery.ofJob(running, null, 10));
        assertThat(runs.items()).hasSize(1);
        assertThat(runs.items().get(0).error()).extracting(RunError::code).isEqualTo("released");
    }

    @Test
    void aStopStillRunsTheDirectExecutionsThatWait() throws InterruptedException {
        JobScheduler one = start(oneSlot());
        submit(one, job("gated", "running"));
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        JobRun direct = one.runs().runDirect("echo", Json.of("direct"), null);
        UUID queued = submit(one, job("echo", "queued"));
        CompletableFuture<Boolean> stopping = CompletableFuture.supplyAsync(() -> one.stop(LONG));
        await().until(() -> !one.isReady());
        gate.release();
        assertThat(stopping).succeedsWithin(LONG).isEqualTo(true);
        assertThat(store.findRun(direct.id()).orElseThrow().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(store.findJob(queued).orElseThrow().status()).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void aStopMayWaitForEver() throws InterruptedException {
        JobScheduler one = start(oneSlot());
        submit(one, job("gated", "running"));
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Boolean> stopping =
                CompletableFuture.supplyAsync(() -> one.stop(ChronoUnit.FOREVER.getDuration()));
        await().until(() -> stopping.isDone() || !one.isReady());
        gate.release();
        assertThat(stopping).succeedsWithin(LONG).isEqualTo(true);
    }

    @Test
    void whateverIsToBeWrittenAfterAStopIsRefusedAndCanStillBeRead() {
        JobScheduler one = start(oneSlot());
        UUID waiting = submit(one, job("echo", "a").runAt(Instant.parse("2200-01-01T00:00:00Z")));
        assertThat(one.stop(LONG)).isTrue();
        assertThatThrownBy(() -> submit(one, job("echo", "b")))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isTransient()).isTrue());
        assertThatThrownBy(() -> one.jobs().cancel(waiting, null)).isInstanceOf(StoreException.class);
        assertThat(status(one, waiting)).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void readinessAnswersWhileItStops() {
        JobScheduler one = start(oneSlot());
        await().until(one::isReady);
        submit(one, job("deaf", "a"));
        await().until(() -> entered.getCount() == 0);
        CompletableFuture<Boolean> stopping = CompletableFuture.supplyAsync(() -> one.stop(Duration.ofSeconds(30)));
        await().until(() -> !one.isReady());
        assertThat(stopping).isNotDone();
        gate.release();
        assertThat(stopping).succeedsWithin(LONG).isEqualTo(true);
    }
}
