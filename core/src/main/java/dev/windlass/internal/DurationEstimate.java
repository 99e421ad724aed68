package dev.windlass.internal;

/**
 * Remembers how long handlers took lately, to decide how much work a node may hold in advance. Rises at once and falls slowly, so that
 * one long job ends prefetching. Thread-safe; races lose a sample, which does no harm.
 */
final class DurationEstimate {

    private static final int UNKNOWN = -1;
    /** With 1 000, slots that ran jobs of two microseconds waited for the claimer a third of their time. */
    private static final int MOST = 4_000;

    private final long horizonNanos;
    private volatile long nanos = UNKNOWN;

    /** @param horizonNanos how much work, in time, may be held in advance */
    DurationEstimate(long horizonNanos) {
        this.horizonNanos = horizonNanos;
    }

    void record(long tookNanos) {
        long before = nanos;
        nanos = tookNanos >= before ? tookNanos : before - (before - tookNanos) / 8;
    }

    /** How many runs that slots may hold in advance; 0 while nothing is known or handlers take longer than the horizon. */
    int allowance(int slots) {
        long typical = nanos;
        return typical == UNKNOWN ? 0 : (int) Math.min(MOST, slots * horizonNanos / Math.max(1, typical));
    }
}
