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
    private long reserved;
    private long countedAt = System.nanoTime() - STALE_NANOS;

    QueueGauge(Database database, WaitingTables waiting) {
        this.database = database;
        this.waiting = waiting;
    }

    /**
     * Keeps room for so many jobs, which others then do not count on: batches are stored side by side.
     *
     * @return how many jobs may be added; when that is less than wanted, fewer have to do
     */
    synchronized long reserve(long maxQueued, long wanted) {
        long room = room(maxQueued, wanted);
        reserved += wanted;
        return room;
    }

    private long room(long maxQueued, long wanted) {
        if (wanted == 0) {
            return maxQueued;
        }
        long age = System.nanoTime() - countedAt;
        if (age >= STALE_NANOS || (estimate + reserved + wanted > maxQueued && age >= FULL_RECOUNT_NANOS)) {
            long limit = Math.max(1, Math.min(maxQueued, Long.MAX_VALUE - 1) + 1);
            estimate = database.read(handle -> waiting.count(handle, limit));
            countedAt = System.nanoTime();
        }
        return maxQueued - estimate - reserved;
    }

    /** Ends a reservation, of which so many came to be used. */
    synchronized void release(long wanted, long used) {
        reserved -= wanted;
        added(used);
    }

    /** So many more wait now, or fewer when negative. */
    synchronized void added(long jobs) {
        estimate = Math.max(0, estimate + jobs);
    }
}
