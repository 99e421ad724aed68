package dev.windlass.testing;

import dev.windlass.JobScheduler;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobType;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.Settings;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.Upcoming;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A scheduler without threads, over a clock that stands still: submit, advance the time, look at the outcome. Handlers run on the calling
 * thread, in dispatch order, and everything that they led to is written when a method returns. Randomness is seeded, so that each test
 * runs the same way every time. Not thread-safe.
 *
 * <pre>{@code
 * var clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
 * try (var manual = new ManualScheduler(new MemoryJobStore(clock), clock, myJobTypes)) {
 *     UUID job = manual.submit(JobRequest.of("report", params));
 *     manual.runDue();
 *     assertThat(manual.job(job).status()).isEqualTo(JobStatus.COMPLETED);
 * }
 * }</pre>
 */
public final class ManualScheduler implements AutoCloseable {

    private final JobStore store;
    private final SettableClock clock;
    private final JobScheduler scheduler;

    /** @param store reads the same clock where it has one; is not closed */
    public ManualScheduler(JobStore store, SettableClock clock, List<? extends JobType<?>> types) {
        this(store, clock, types, UnaryOperator.identity());
    }

    /** @param settings changes the defaults, of which there is one slot instead of one per processor */
    public ManualScheduler(
            JobStore store,
            SettableClock clock,
            List<? extends JobType<?>> types,
            UnaryOperator<Settings.Builder> settings) {
        this.store = store;
        this.clock = clock;
        SplittableRandom random = new SplittableRandom(1);
        this.scheduler = JobScheduler.builder(store)
                .registerAll(types)
                .clock(clock)
                .random(random)
                .settings(settings.apply(Settings.builder().slots(1)).build())
                .build();
    }

    /** The scheduler itself, for everything that has no shorthand here. */
    public JobScheduler scheduler() {
        return scheduler;
    }

    public UUID submit(JobRequest request) {
        return scheduler.jobs().submit(request).id();
    }

    /** The job as it stands. @throws NotFoundException when there is none */
    public Job job(UUID id) {
        return scheduler.jobs().find(id).orElseThrow(() -> new NotFoundException("job", id));
    }

    /** Runs what is due now, and what becomes due by that. @return how many handlers ran */
    public int runDue() {
        return scheduler.runDue();
    }

    /** Lets the time pass, stopping at each instant at which something falls due to run it. @return how many handlers ran */
    public int advance(Duration by) {
        Instant target = clock.instant().plus(by);
        int ran = runDue();
        for (Optional<Instant> next = nextDue(target); next.isPresent(); next = nextDue(target)) {
            clock.set(next.get());
            ran += runDue();
        }
        clock.set(target);
        return ran + runDue();
    }

    private Optional<Instant> nextDue(Instant target) {
        Instant now = clock.instant();
        Upcoming upcoming = store.upcoming();
        return Stream.of(upcoming.job(), upcoming.fire(), upcoming.delivery())
                .filter(Objects::nonNull)
                .filter(due -> due.isAfter(now) && !due.isAfter(target))
                .min(Instant::compareTo);
    }

    @Override
    public void close() {
        scheduler.close();
    }
}
