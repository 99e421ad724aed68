package dev.windlass.store.jdbc;

import java.time.Duration;

/**
 * From where on to look in an index whose entries are taken from its front: the highest that was taken at least {@link #SETTLED} ago.
 * Before it lie the entries of what is gone, until vacuum may take them away, which an old snapshot forbids. Not thread-safe.
 */
final class Mark {

    /** Longer than a submission takes from its time stamp to its commit, almost always. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    private long low = Long.MIN_VALUE;
    private long previous = Long.MIN_VALUE;
    private long current = Long.MIN_VALUE;
    private long rotatedAt;
    private long takenAt;

    /** @param now as {@link System#nanoTime}, here and below */
    Mark(long now) {
        rotatedAt = now;
    }

    void taken(long at, long now) {
        takenAt = now;
        current = Math.max(current, at);
    }

    /** Something was put there, or found there. */
    void added(long at) {
        low = Math.min(low, at);
        previous = Math.min(previous, at);
        current = Math.min(current, at);
    }

    /** {@link Long#MIN_VALUE} before anything has settled. */
    long low(long now) {
        if (now - rotatedAt > SETTLED.toNanos()) {
            low = Math.max(low, previous);
            previous = current;
            current = Long.MIN_VALUE;
            rotatedAt = now;
        }
        return low;
    }

    boolean isUnusedFor(Duration time, long now) {
        return now - takenAt >= time.toNanos();
    }
}
