package dev.windlass.store.jdbc;

import dev.windlass.spi.QueueStats;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How full the queue is. A count reads every waiting row, and whoever scrapes metrics or asks for a job's position wants one; so a long
 * queue is counted by one thread at a time and once a second at most. Pauses are always read. Thread-safe.
 */
final class QueueCounts {

    /** Up to so many waiting jobs each count is new. */
    static final long LONG = 50_000;

    private static final long KEPT_NANOS = Duration.ofSeconds(1).toNanos();

    private record Counted(QueueStats stats, long nanos) {}

    private final Database database;
    private final LongSupplier nanoTime;
    private final ReentrantLock counting = new ReentrantLock();

    /** The last count, when the queue was long. */
    private volatile @Nullable Counted last;

    QueueCounts(Database database, LongSupplier nanoTime) {
        this.database = database;
        this.nanoTime = nanoTime;
    }

    QueueStats stats() {
        Counted known = last;
        QueueStats counts = known != null && isGood(known) ? known.stats : count();
        return database.read(handle -> QueueReads.withPauses(handle, counts));
    }

    /** While somebody counts, the one before is good enough. */
    private boolean isGood(Counted known) {
        return nanoTime.getAsLong() - known.nanos < KEPT_NANOS || counting.isLocked();
    }

    private QueueStats count() {
        boolean first = counting.tryLock();
        try {
            QueueStats counts = database.read(
                    handle -> QueueReads.counts(handle, database.clock().now()));
            boolean isLong = counts.ready() + counts.delayed() > LONG;
            last = isLong ? new Counted(counts, nanoTime.getAsLong()) : null;
            return counts;
        } finally {
            if (first) {
                counting.unlock();
            }
        }
    }
}
