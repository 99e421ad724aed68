package dev.windlass.store.jdbc;

import dev.windlass.job.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the nodes when a job becomes visible that was submitted in somebody else's transaction: nobody tells us of that commit, and a
 * NOTIFY within it would make all such commits take turns. Looks after 5 ms, then ever more rarely, for a minute. Notes too which lanes
 * such jobs are in, on a connection that no transaction of others holds. Thread-safe.
 */
final class CommitWatch implements AutoCloseable {

    private static final Duration FIRST_LOOK = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final Duration GIVE_UP = Duration.ofMinutes(1);

    /** When more transactions are open at once, the polls of the nodes have to do for the rest. */
    private static final int MOST_WATCHED = 10_000;

    private final Database database;
    private final JobTable jobs;
    private final LaneTable lanes;
    private final Signals signals;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();

    /** By job, until when it is watched, in {@link System#nanoTime}. */
    private final Map<UUID, Long> watched = new HashMap<>();

    private Duration pause = FIRST_LOOK;
    private volatile long lookedAt = System.nanoTime();
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
            if (closed || watched.size() >= MOST_WATCHED) {
                return;
            }
            watched.put(jobId, System.nanoTime() + GIVE_UP.toNanos());
            pause = FIRST_LOOK;
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
                look(ids);
            }
        } catch (InterruptedException e) {
            // The store is closed.
        }
    }

    /** Waits for something to look for, and for the pause since the last look; empty when closed. */
    private List<UUID> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (long left = pause.toNanos(); !closed && (watched.isEmpty() || left > 0); ) {
                if (watched.isEmpty()) {
                    more.await();
                } else {
                    more.awaitNanos(left);
                }
                left = lookedAt + pause.toNanos() - System.nanoTime();
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            return closed ? List.of() : new ArrayList<>(watched.keySet());
        } finally {
            lock.unlock();
        }
    }

    private void look(List<UUID> ids) {
        try {
            // First, since a claim does not look into a lane that is retired.
            lanes.noteUses();
            Set<UUID> visible = database.read(handle -> jobs.existing(handle, ids));
            forget(visible);
            if (!visible.isEmpty()) {
                signals.workAvailable();
                signals.deliveriesAvailable();
            }
        } catch (StoreException e) {
            log().debug("Looking for commits failed, and is tried again", e);
        } catch (RuntimeException e) {
            log().warn("Looking for the commits of others failed, and is tried again", e);
        } finally {
            lookedAt = System.nanoTime();
        }
    }

    private void forget(Set<UUID> visible) {
        lock.lock();
        try {
            long now = System.nanoTime();
            watched.keySet().removeAll(visible);
            watched.values().removeIf(until -> until - now < 0);
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
