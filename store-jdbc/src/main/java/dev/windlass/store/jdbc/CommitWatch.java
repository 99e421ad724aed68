package dev.windlass.store.jdbc;

import dev.windlass.job.StoreException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the nodes when a job becomes visible that was submitted in somebody else's transaction: nobody tells us of that commit, and a
 * NOTIFY within it would make all such commits take turns. When it looks is said by {@link Looks}. Notes too which lanes such jobs are in, on
 * a connection that no transaction of others holds. Thread-safe.
 */
final class CommitWatch implements AutoCloseable {

    /** When more transactions are open at once, the polls of the nodes have to do for the rest. */
    private static final int MOST_WATCHED = 10_000;

    private final Database database;
    private final JobTable jobs;
    private final LaneTable lanes;
    private final Signals signals;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Looks looks = new Looks(System.nanoTime());
    private @Nullable Thread watcher;
    private boolean closed;

    CommitWatch(Database database, JobTable jobs, LaneTable lanes, Signals signals) {
        this.database = database;
        this.jobs = jobs;
        this.lanes = lanes;
        this.signals = signals;
    }

    void watch(UUID jobId) {
        lock.lock();
        try {
            if (closed || looks.size() >= MOST_WATCHED) {
                return;
            }
            looks.add(jobId, System.nanoTime());
            more.signal();
            startOnce();
        } finally {
            lock.unlock();
        }
    }

    private void startOnce() {
        if (watcher == null) {
            Thread thread = new Thread(this::run, "windlass-commit-watch");
            thread.setDaemon(true);
            thread.start();
            watcher = thread;
        }
    }

    private void run() {
        try {
            for (List<UUID> ids = next(); !ids.isEmpty(); ids = next()) {
                looked(look(ids));
            }
        } catch (InterruptedException e) {
            // The store is closed.
        }
    }

    /** Waits until there is something to look for; empty when closed. */
    private List<UUID> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (long left = left(); !closed && left > 0; left = left()) {
                more.awaitNanos(left);
            }
            return closed ? List.of() : looks.due(System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    private long left() {
        return looks.untilNext(System.nanoTime());
    }

    /** @return which of them are there */
    private Set<UUID> look(List<UUID> ids) {
        try {
            // First, since a claim does not look into a lane that is retired.
            lanes.noteUses();
            Set<UUID> visible = database.read(handle -> jobs.existing(handle, ids));
            if (!visible.isEmpty()) {
                signals.workAvailable();
                signals.deliveriesAvailable();
            }
            return visible;
        } catch (StoreException e) {
            log().debug("Looking for commits failed, and is tried again", e);
        } catch (RuntimeException e) {
            log().warn("Looking for the commits of others failed, and is tried again", e);
        }
        return Set.of();
    }

    private void looked(Set<UUID> visible) {
        lock.lock();
        try {
            looks.looked(visible, System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            more.signal();
        } finally {
            lock.unlock();
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(CommitWatch.class);
    }
}
