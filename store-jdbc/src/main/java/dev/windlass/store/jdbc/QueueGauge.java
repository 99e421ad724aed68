package dev.windlass.store.jdbc;

import java.time.Duration;

/** About how many jobs wait: counted every few seconds at most, and kept up to date with what this process does. Thread-safe. */
final class QueueGauge {

    private static final long STALE_NANOS = Duration.ofSeconds(5).toNanos();

    /** Counting a million rows takes a tenth of a second, so a full queue is not counted again for each refusal. */
    private static final long FULL_RECOUNT_NANOS = Duration.ofMillis(200).toNanos();

    private final Database database;
    private final WaitingTables waiting;
    private long estimate;
    private long countedAt = System.nanoTime() - STALE_NANOS;

    QueueGauge(Database database, WaitingTables waiting) {
        this.database = database;
        this.waiting = waiting;
    }

    /** How many jobs may still be added. */
    synchronized long room(long maxQueued, long wanted) {
        if (wanted == 0) {
            return maxQueued;
        }
        long age = System.nanoTime() - countedAt;
        if (age >= STALE_NANOS || (estimate + wanted > maxQueued && age >= FULL_RECOUNT_NANOS)) {
            long limit = Math.max(1, Math.min(maxQueued, Long.MAX_VALUE - 1) + 1);
            estimate = database.read(handle -> waiting.count(handle, limit));
            countedAt = System.nanoTime();
        }
        return maxQueued - estimate;
    }

    /** So many more wait now, or fewer when negative. */
    synchronized void added(long jobs) {
        estimate = Math.max(0, estimate + jobs);
    }
}
