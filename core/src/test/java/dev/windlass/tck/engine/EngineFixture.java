package dev.windlass.tck.engine;

import dev.windlass.job.JobRequest;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunQuery;
import dev.windlass.job.RunResult;
import dev.windlass.job.Settings;
import dev.windlass.spi.JobStore;
import dev.windlass.testing.ManualScheduler;
import dev.windlass.testing.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A manual scheduler with a few job types to try things with, and a memory of what ran. */
final class EngineFixture implements AutoCloseable {

    /** What a {@code work} job is to do: fail so many attempts, take so long, then complete with itself. */
    record Work(String name, int failTimes, long takesMillis) {}

    final JobStore store;
    final SettableClock clock;
    final List<String> ran = new ArrayList<>();
    final List<Long> fences = new ArrayList<>();
    private ManualScheduler manual;

    EngineFixture(JobStore store, SettableClock clock) {
        this.store = store;
        this.clock = clock;
        this.manual = scheduler(UnaryOperator.identity());
    }

    /** Another node over the same store. */
    ManualScheduler scheduler(UnaryOperator<Settings.Builder> settings) {
        JobType<Work> work = JobType.of("work", Work.class, (params, run) -> {
            ran.add(params.name());
            fences.add(run.fencingToken());
            clock.advance(Duration.ofMillis(params.takesMillis()));
            return run.attempt() <= params.failTimes()
                    ? RunResult.failedForNow("not_yet", "Try again")
                    : RunResult.completed(params);
        });
        JobType<Json> throwing = JobType.of("throwing", Json.class, (params, run) -> {
            throw new IllegalStateException("boom");
        });
        JobType<Json> partial = JobType.of("partial", Json.class, (params, run) -> {
            run.warn("half", "Half of it");
            run.progress(1, 2);
            return RunResult.completed();
        });
        JobType<Json> skipping =
                JobType.of("skipping", Json.class, (params, run) -> RunResult.skipped("nothing to do"));
        JobType<Json> refusing = JobType.of("refusing", Json.class, (params, run) -> RunResult.failed("no", "Never"));
        JobType<Json> speechless = JobType.of("speechless", Json.class, (params, run) -> {
            ran.add("speechless");
            String none = new IllegalStateException().getMessage();
            run.warn("odd", none);
            return params.text().contains("skip") ? RunResult.skipped(none) : RunResult.failed("odd", none);
        });
        List<JobType<?>> types = List.of(work, throwing, partial, skipping, refusing, speechless);
        return new ManualScheduler(store, clock, types, settings);
    }

    void use(UnaryOperator<Settings.Builder> settings) {
        manual.close();
        manual = scheduler(settings);
    }

    ManualScheduler manual() {
        return manual;
    }

    static JobRequest.Builder work(String name) {
        return work(name, 0, 0);
    }

    static JobRequest.Builder work(String name, int failTimes, long takesMillis) {
        return JobRequest.builder().type("work").params(Json.of(new Work(name, failTimes, takesMillis)));
    }

    UUID submit(JobRequest.Builder request) {
        return manual.submit(request.build());
    }

    /** Newest first. */
    List<JobRun> runs(UUID job) {
        return manual.scheduler().runs().list(RunQuery.ofJob(job, null, 100)).items();
    }

    @Override
    public void close() {
        manual.close();
        store.close();
    }
}
