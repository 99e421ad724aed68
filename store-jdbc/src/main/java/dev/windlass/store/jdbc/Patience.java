package dev.windlass.store.jdbc;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long it is worth waiting for the connection that stands ready rather than using a second one: a tenth of a second at once, and from
 * then on a thousandth of the time. A node that starts, or has little to do, then needs no other; one that works all the time, where each
 * wait is short but they are many, has the other one at once. Thread-safe.
 */
final class Patience {

    private static final long MOST_NANOS = Duration.ofMillis(100).toNanos();
    private static final int SHARE = 1_000;

    private final LongSupplier nanoTime;
    private long leftNanos = MOST_NANOS;
    private long countedNanos;

    /** @param nanoTime as {@link System#nanoTime} */
    Patience(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.countedNanos = nanoTime.getAsLong();
    }

    /** Zero when nothing is left. */
    synchronized Duration left() {
        long now = nanoTime.getAsLong();
        long regained = (now - countedNanos) / SHARE;
        leftNanos = Math.min(MOST_NANOS, leftNanos + regained);
        countedNanos += regained * SHARE;
        return Duration.ofNanos(Math.max(0, leftNanos));
    }

    /** Those who wait at the same time may use more than there was. */
    synchronized void used(long nanos) {
        leftNanos -= nanos;
    }
}
