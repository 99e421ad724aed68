package dev.windlass.internal;

import dev.windlass.job.StoreException;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.PruneReport;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what has expired (seed rows A8, T9) in small steps that leave the store to the others at least half of the time. Any number of
 * nodes may do so at once. Thread-safe; steps do not overlap.
 */
final class Pruner {

    static final int LARGEST_BATCH = 1_000;
    static final int SMALLEST_BATCH = 10;

    /** A step that takes longer holds its rows for too long. */
    static final Duration SLOW = Duration.ofMillis(500);

    static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** How late something may be deleted when there is little to delete. */
    static final Duration IDLE = Duration.ofSeconds(60);

    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 6;

    private final JobStore store;
    private final LongSupplier nanoTime;
    private int batch = LARGEST_BATCH;
    private int failures;
    private boolean didSomething;

    /** @param nanoTime measures steps; {@link System#nanoTime} outside of tests */
    Pruner(JobStore store, LongSupplier nanoTime) {
        this.store = store;
        this.nanoTime = nanoTime;
    }

    /**
     * Does one step.
     *
     * @return how long to leave the store alone
     */
    synchronized Duration runOnce(Instant now) {
        long started = nanoTime.getAsLong();
        didSomething = false;
        try {
            PruneReport report = store.prune(now, batch);
            Duration took = Duration.ofNanos(nanoTime.getAsLong() - started);
            failures = 0;
            didSomething = report.jobs() + report.runs() + report.keys() + report.deliveries() > 0;
            adapt(took);
            return report.more() ? pauseAfter(took) : IDLE;
        } catch (StoreException e) {
            return backOff(e);
        }
    }

    /** Whether the last step deleted anything. */
    synchronized boolean didSomething() {
        return didSomething;
    }

    synchronized int batch() {
        return batch;
    }

    private void adapt(Duration took) {
        if (took.compareTo(SLOW) > 0) {
            halve();
        } else if (took.compareTo(SLOW.dividedBy(4)) < 0) {
            batch = Math.min(LARGEST_BATCH, batch + Math.max(1, batch / 4));
        }
    }

    private void halve() {
        batch = Math.max(SMALLEST_BATCH, batch / 2);
    }

    private static Duration pauseAfter(Duration took) {
        if (took.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return took.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : took;
    }

    /** A smaller step may get through where a large one ran into a timeout or a deadlock. */
    private Duration backOff(StoreException failure) {
        halve();
        Duration pause = FIRST_BACKOFF.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        if (failure.isTransient()) {
            log().warn("Pruning failed ({}); trying again in {}", failure.getMessage(), pause);
        } else {
            log().error("The store refuses to prune; trying again in {}", pause, failure);
        }
        return pause;
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Pruner.class);
    }
}
