package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobScheduler;
import dev.windlass.job.Backoff;
import dev.windlass.job.ErrorKind;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.Page;
import dev.windlass.job.Phase;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.RunError;
import dev.windlass.job.RunQuery;
import dev.windlass.job.RunResult;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Settings;
import dev.windlass.spi.JobStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the scheduler does with its threads, over a store, in real time. Conditions are awaited, never slept for. */
public abstract class LiveEngineContract {

    private static final Duration LONG = Duration.ofSeconds(20);

    @SuppressWarnings("NullAway.Init")
    private JobStore store;

    private @Nullable JobScheduler scheduler;
    private final Semaphore gate = new Semaphore(0);
    private final ConcurrentLinkedQueue<String> ran = new ConcurrentLinkedQueue<>();
    private final CountDownLatch entered = new CountDownLatch(1);

    /** An empty store on the real clock. */
    protected abstract JobStore createStore(InstantSource clock);

    @BeforeEach
    void open() {
        store = createStore(InstantSource.system());
    }

    @AfterEach
    void close() {
        gate.release(1_000);
        if (scheduler != null) {
            scheduler.stop(Duration.ofSeconds(5));
        }
        store.close();
    }

    private JobScheduler start(Settings.Builder settings) {
        JobType<Json> echo = JobType.of("echo", Json.class, (params, run) -> {
            ran.add(params.text());
            return RunResult.completed(params);
        });
        JobType<Json> gated = JobType.of("gated", Json.class, (params, run) -> {
            ran.add(params.text());
            entered.countDown();
            run.onCancel(() -> gate.release());
            gate.acquire();
            run.throwIfCancelled();
            return RunResult.completed();
        });
        JobType<Json> deaf = JobType.of("deaf", Json.class, (params, run) -> {
            entered.countDown();
            gate.acquire();
            return RunResult.completed("too late");
        });
        JobType<Json> loading = JobType.of("loading", Json.class, (params, run) -> {
                    entered.countDown();
                    gate.acquire();
                    run.progress(40);
                    gate.acquire();
                    return RunResult.completed();
                })
                .withLoading();
        JobType<Json> error = JobType.of("error", Json.class, (params, run) -> {
            throw new StackOverflowError();
        });
        JobScheduler started = JobScheduler.builder(store)
                .registerAll(List.of(echo, gated, deaf, loading, error))
                .settings(settings.build())
                .start();
        scheduler = started;
        return started;
    }

    private static Settings.Builder oneSlot() {
        return Settings.builder().slots(1);
    }

    private static JobRequest.Builder job(String type, String name) {
        return JobRequest.builder().type(type).params(Json.of(name));
    }

    private static UUID submit(JobScheduler scheduler, JobRequest.Builder request) {
        return scheduler.jobs().submit(request.build()).id();
    }

    private static Job ended(JobScheduler scheduler, UUID id) throws InterruptedException {
        return scheduler.jobs().await(id, LONG);
    }

    @Test
    @Tag("C7")
    void withOneSlotTheOrderIsRunningDirectThenTheQueueByPriority() throws InterruptedException {
        JobScheduler one = start(oneSlot());
        submit(one, job("gated", "running"));
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        List<UUID> jobs = new ArrayList<>();
        for (int priority : new int[] {1, 5, 9}) {
            jobs.add(submit(one, job("echo", "p" + priority).priority(priority)));
        }
        JobRun direct = one.runs().runDirect("echo", Json.of("direct"), null);
        gate.release();
        for (UUID id : jobs) {
            assertThat(ended(one, id).status()).isEqualTo(JobStatus.COMPLETED);
        }
        assertThat(ran).containsExactly("\"running\"", "\"direct\"", "\"p9\"", "\"p5\"", "\"p1\"");
        assertThat(one.runs().find(direct.id()).orElseThrow().status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void aHigherRankedJobOvertakesWhatWasClaimedInAdvance() throws InterruptedException {
        JobScheduler one = start(oneSlot());
        List<UUID> warmUp = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            warmUp.add(submit(one, job("echo", "warm")));
        }
        for (UUID id : warmUp) {
            ended(one, id);
        }
        one.queues().pause(null);
        List<JobRequest> crowd = new ArrayList<>(
                Collections.nCopies(300, job("echo", "low").priority(1).build()));
        one.jobs().submitAll(crowd);
        UUID holder = submit(one, job("gated", "holder").priority(9));
        ran.clear();
        one.queues().resume(null);
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        UUID urgent = submit(one, job("echo", "urgent").priority(8));
        gate.release();
        ended(one, holder);
        assertThat(ended(one, urgent).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(new ArrayList<>(ran).subList(0, 2)).containsExactly("\"holder\"", "\"urgent\"");
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
        assertThat(Objects.requireNonNull(job.error()).kind()).isEqualTo(ErrorKind.CANCELLED);
    }

    private static JobStatus status(JobScheduler scheduler, UUID id) {
        return scheduler.jobs().find(id).orElseThrow().status();
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
    void aFailedAttemptComesBackByItself() throws InterruptedException {
        JobScheduler one = start(oneSlot());
        RetryPolicy quick = new RetryPolicy(2, new Backoff(Duration.ofMillis(20), 1, Duration.ofMillis(20), 0));
        UUID id =
                submit(one, JobRequest.builder().type("deaf").retryPolicy(quick).timeout(Duration.ofMillis(30)));
        gate.release(2);
        Job job = ended(one, id);
        assertThat(job.status().isTerminal()).isTrue();
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
    void thousandsOfJobsEachRunOnceOnSeveralSlots() throws InterruptedException {
        JobScheduler many = start(Settings.builder().slots(4));
        List<JobRequest> batch = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            batch.add(job("echo", "job-" + i).build());
        }
        Set<UUID> ids = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            many.jobs().submitAll(batch).forEach(job -> ids.add(job.id()));
        }
        for (UUID id : ids) {
            assertThat(ended(many, id).status()).isEqualTo(JobStatus.COMPLETED);
        }
        assertThat(ran).hasSize(5_000);
        assertThat(many.queues().stats().ready()).isZero();
        assertThat(many.queues().stats().running()).isZero();
    }

    @Test
    void aQueueWithSlotsOfItsOwnNeverTakesMore() throws InterruptedException {
        JobScheduler many = start(Settings.builder().slots(3).queueSlots(Map.of("narrow", 1)));
        UUID first = submit(many, job("gated", "first").queue("narrow"));
        UUID second = submit(many, job("gated", "second").queue("narrow"));
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        UUID elsewhere = submit(many, job("echo", "elsewhere"));
        assertThat(ended(many, elsewhere).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(ran).containsExactly("\"first\"", "\"elsewhere\"");
        gate.release(2);
        assertThat(ended(many, first).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(ended(many, second).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void anErrorInAHandlerEndsItsAttemptAndNotItsSlot() throws InterruptedException {
        JobScheduler one = start(oneSlot());
        UUID broken = submit(one, JobRequest.builder().type("error").retryPolicy(RetryPolicy.attempts(1)));
        assertThat(ended(one, broken).status()).isEqualTo(JobStatus.FAILED);
        UUID next = submit(one, job("echo", "next"));
        assertThat(ended(one, next).status()).isEqualTo(JobStatus.COMPLETED);
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
