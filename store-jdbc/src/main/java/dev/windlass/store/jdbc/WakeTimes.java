package dev.windlass.store.jdbc;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When the next delayed job falls due, as far as this process knows, and from where on it looks for it: behind those that have been moved,
 * but once a second from the start, since another process may have put one there late. Times in microseconds. Thread-safe.
 */
final class WakeTimes {

    /** Of no job. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long START = Long.MIN_VALUE;
    private static final long UNKNOWN = Long.MIN_VALUE;
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private final LongSupplier nanoTime;
    private final FullScans scans;
    private final Mark mark;
    private long lookedAt;
    private long next = UNKNOWN;
    private boolean mayHaveMissed;

    /** @param nanoTime as {@link System#nanoTime} */
    WakeTimes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        scans = new FullScans(nanoTime);
        mark = new Mark(nanoTime.getAsLong());
        lookedAt = nanoTime.getAsLong() - LOOK_NANOS;
    }

    /** A delayed job was stored by this process. */
    synchronized void added(long at) {
        mark.added(at);
        next = Math.min(next, at);
    }

    /** One that was due was moved to where claims look. */
    synchronized void moved(long at) {
        mark.taken(at, nanoTime.getAsLong());
    }

    /** Those that were due have been moved; which one is next nobody knows before somebody looks. */
    synchronized void woken() {
        next = UNKNOWN;
    }

    /** From where on to look for the next one. */
    synchronized long from() {
        return scans.isDue() ? START : mark.low(nanoTime.getAsLong());
    }

    /** Before this there is none that is known of. */
    synchronized long low() {
        return mark.low(nanoTime.getAsLong());
    }

    /**
     * A look has found this one.
     *
     * @param from where it began
     * @param at {@link #NEVER} when it found none
     */
    synchronized void looked(long from, long at) {
        mayHaveMissed = from > START;
        if (!mayHaveMissed) {
            scans.returned();
        }
        mark.added(at);
    }

    /** Whether the last look did not begin at the start. */
    synchronized boolean mayHaveMissed() {
        return mayHaveMissed;
    }

    /** The next one is known to be this one. */
    synchronized void next(long at) {
        next = at;
        lookedAt = nanoTime.getAsLong();
    }

    /** In how many nanoseconds a look from the start is due; not positive when it is. */
    long nanosToFullScan() {
        return scans.nanosToNext();
    }

    /** Whether one is known to be due, so that a look can be spared. */
    synchronized boolean isKnownToWake(long now) {
        return next != UNKNOWN && next <= now;
    }

    /** Whether none of this process can be due, and none of another was at the last look. */
    synchronized boolean isAsleep(long now) {
        return next > now;
    }

    /** Whether one may be due: one that is known, or one that another process stored since the last look. */
    synchronized boolean mayWake(long now) {
        return next <= now || nanoTime.getAsLong() - lookedAt >= LOOK_NANOS;
    }
}
