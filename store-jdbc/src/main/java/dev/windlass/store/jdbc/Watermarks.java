package dev.windlass.store.jdbc;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * From where on a claim reads each lane. Behind the front of a lane lie the index entries of claimed jobs, until vacuum may take them
 * away, which an old snapshot forbids; a claim that starts behind them stays fast. A mark is the highest due time that was claimed at
 * least {@link #SETTLED} ago. What is put into the queue below it moves it back; what another process puts there is found by the full
 * scan that is due a second after the last one. Thread-safe.
 */
final class Watermarks {

    /** Longer than a submission takes from its time stamp to its commit, almost always. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    /** A mark that nothing was claimed above for so long goes: its lane may be of a queue that a client made up once. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(15);

    private static final long FULL_SCAN_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long UNKNOWN = Long.MIN_VALUE;
    private static final long WAKE_LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private static final class Mark {
        private long low = Long.MIN_VALUE;
        private long previous = Long.MIN_VALUE;
        private long current = Long.MIN_VALUE;
        private long rotatedAt;
        private long claimedAt;

        private Mark(long now) {
            rotatedAt = now;
        }

        private void claimed(long dueAt, long now) {
            claimedAt = now;
            current = Math.max(current, dueAt);
        }

        private void added(long dueAt) {
            low = Math.min(low, dueAt);
            previous = Math.min(previous, dueAt);
            current = Math.min(current, dueAt);
        }

        private long low(long now) {
            if (now - rotatedAt > SETTLED.toNanos()) {
                low = Math.max(low, previous);
                previous = current;
                current = Long.MIN_VALUE;
                rotatedAt = now;
            }
            return low;
        }
    }

    private final LongSupplier nanoTime;
    private final SortedMap<Integer, Mark> marks = new TreeMap<>();
    private long scannedAt;
    private long lookedAt;
    private long nextWake = UNKNOWN;

    /** @param nanoTime as {@link System#nanoTime} */
    Watermarks(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        scannedAt = nanoTime.getAsLong() - FULL_SCAN_NANOS;
        lookedAt = nanoTime.getAsLong() - WAKE_LOOK_NANOS;
    }

    synchronized void claimed(int lane, long dueAt) {
        long now = nanoTime.getAsLong();
        marks.computeIfAbsent(lane, key -> new Mark(now)).claimed(dueAt, now);
    }

    synchronized void added(int lane, long dueAt) {
        Mark mark = marks.get(lane);
        if (mark != null) {
            mark.added(dueAt);
        }
    }

    /**
     * The marks by lane; empty when there are none, and when a full scan is due, which remains so until one has {@link #scanned}.
     */
    synchronized SortedMap<Integer, Long> lows() {
        long now = nanoTime.getAsLong();
        marks.values().removeIf(mark -> now - mark.claimedAt >= FORGOTTEN.toNanos());
        SortedMap<Integer, Long> lows = new TreeMap<>();
        if (nanosToFullScan() > 0) {
            marks.forEach((lane, mark) -> lows.put(lane, mark.low(now)));
            lows.values().removeIf(low -> low == Long.MIN_VALUE);
        }
        return lows;
    }

    /** A claim that looked without marks has returned. */
    synchronized void scanned() {
        scannedAt = nanoTime.getAsLong();
    }

    /** In how many nanoseconds the next full scan is due; not positive when it is. */
    synchronized long nanosToFullScan() {
        return scannedAt + FULL_SCAN_NANOS - nanoTime.getAsLong();
    }

    /** A delayed job was stored by this process. */
    synchronized void wakes(long at) {
        nextWake = Math.min(nextWake, at);
    }

    synchronized void nextWake(long at) {
        nextWake = at;
        lookedAt = nanoTime.getAsLong();
    }

    /** Those that were due have been moved; which one is next nobody knows before somebody looks. */
    synchronized void woken() {
        nextWake = UNKNOWN;
    }

    /** Whether a delayed job is known to be due, so that a look can be spared. */
    synchronized boolean isKnownToWake(long now) {
        return nextWake != UNKNOWN && nextWake <= now;
    }

    /** Whether no delayed job of this process can be due, and none of another was at the last look. */
    synchronized boolean isAsleep(long now) {
        return nextWake > now;
    }

    /** Whether a delayed job may be due: one that is known, or one that another process stored since the last look. */
    synchronized boolean mayWake(long now) {
        return nextWake <= now || nanoTime.getAsLong() - lookedAt >= WAKE_LOOK_NANOS;
    }
}
