package dev.windlass.tck.engine;

import dev.windlass.JobScheduler;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.job.Settings;
import dev.windlass.spi.JobStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A part of the contract: a scheduler with threads, over an empty store, with job types that wait to be let through. */
abstract class LiveRole {

    static final Duration LONG = Duration.ofSeconds(20);

    private final LiveEngineContract contract;
    JobStore store;
    private @Nullable JobScheduler scheduler;
    final Semaphore gate = new Semaphore(0);
    final ConcurrentLinkedQueue<String> ran = new ConcurrentLinkedQueue<>();
    final CountDownLatch entered = new CountDownLatch(1);

    @SuppressWarnings("NullAway.Init") // the store is made in open(), so that a failure is a test's
    LiveRole(LiveEngineContract contract) {
        this.contract = contract;
    }

    @BeforeEach
    void open() {
        store = contract.createStore(InstantSource.system());
    }

    @AfterEach
    void close() {
        gate.release(1_000);
        if (scheduler != null) {
            scheduler.stop(Duration.ofSeconds(5));
        }
        store.close();
    }

    JobScheduler start(Settings.Builder settings) {
        JobType<Json> echo = JobType.of("echo", Json.class, (params, run) -> {
            ran.add(params.text());
            return RunResult.completed(params);
        });
        JobType<Json> gated = JobType.of("gated", Json.class, (params, run) -> {
            ran.add(params.text());
            entered.countDown();
            run.onCancel(() -> gate.release());
            gate.acquire();
            run.cancelReason().ifPresent(ran::add);
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
        JobType<Json> flaky = JobType.of(
                "flaky",
                Json.class,
                (params, run) ->
                        run.attempt() == 1 ? RunResult.failedForNow("not_yet", "Try again") : RunResult.completed());
        JobScheduler started = JobScheduler.builder(store)
                .registerAll(List.of(echo, gated, deaf, loading, error, flaky))
                .settings(settings.build())
                .start();
        scheduler = started;
        return started;
    }

    static Settings.Builder oneSlot() {
        return Settings.builder().slots(1);
    }

    static JobRequest.Builder job(String type, String name) {
        return JobRequest.builder().type(type).params(Json.of(name));
    }

    static UUID submit(JobScheduler scheduler, JobRequest.Builder request) {
        return scheduler.jobs().submit(request.build()).id();
    }

    static Job ended(JobScheduler scheduler, UUID id) throws InterruptedException {
        return scheduler.jobs().await(id, LONG);
    }

    static JobStatus status(JobScheduler scheduler, UUID id) {
        return scheduler.jobs().find(id).orElseThrow().status();
    }
}
