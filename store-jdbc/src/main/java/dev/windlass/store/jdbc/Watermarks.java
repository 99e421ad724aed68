package dev.windlass.store.jdbc;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * From where on a claim reads each lane. Behind the front of a lane lie the index entries of claimed jobs, until vacuum may take them
 * away, which an old snapshot forbids; a claim that starts behind them stays fast. A mark is the highest due time that was claimed at
 * least {@link #SETTLED} ago. What is put into the queue below it moves it back; what another process puts there is found by the full
 * scan that is due once a second. Thread-safe.
 */
final class Watermarks {

    /** Longer than a submission takes from its time stamp to its commit, almost always. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    private static final long FULL_SCAN_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long WAKE_LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private static final class Mark {
        private long low = Long.MIN_VALUE;
        private long previous = Long.MIN_VALUE;
        private long current = Long.MIN_VALUE;
        private long rotatedAt = System.nanoTime();

        private void claimed(long dueAt) {
            current = Math.max(current, dueAt);
        }

        private void added(long dueAt) {
            low = Math.min(low, dueAt);
            previous = Math.min(previous, dueAt);
            current = Math.min(current, dueAt);
        }

        private long low() {
            long now = System.nanoTime();
            if (now - rotatedAt > SETTLED.toNanos()) {
                low = Math.max(low, previous);
                previous = current;
                current = Long.MIN_VALUE;
                rotatedAt = now;
            }
            return low;
        }
    }

    private final Map<Integer, Mark> marks = new HashMap<>();
    private long scannedAt = System.nanoTime() - FULL_SCAN_NANOS;
    private long lookedAt = System.nanoTime() - WAKE_LOOK_NANOS;
    private long nextWake = Long.MIN_VALUE;

    synchronized void claimed(int lane, long dueAt) {
        marks.computeIfAbsent(lane, key -> new Mark()).claimed(dueAt);
    }

    synchronized void added(int lane, long dueAt) {
        Mark mark = marks.get(lane);
        if (mark != null) {
            mark.added(dueAt);
        }
    }

    /** The marks by lane; empty when a full scan is due. */
    synchronized Map<Integer, Long> lows() {
        long now = System.nanoTime();
        if (now - scannedAt >= FULL_SCAN_NANOS) {
            scannedAt = now;
            return Map.of();
        }
        Map<Integer, Long> lows = new HashMap<>();
        marks.forEach((lane, mark) -> lows.put(lane, mark.low()));
        return lows;
    }

    /** A delayed job was stored by this process. */
    synchronized void wakes(long at) {
        nextWake = Math.min(nextWake, at);
    }

    synchronized void nextWake(long at) {
        nextWake = at;
        lookedAt = System.nanoTime();
    }

    /** Whether a delayed job may be due: one that is known, or one that another process stored since the last look. */
    synchronized boolean mayWake(long now) {
        return nextWake <= now || System.nanoTime() - lookedAt >= WAKE_LOOK_NANOS;
    }
}
