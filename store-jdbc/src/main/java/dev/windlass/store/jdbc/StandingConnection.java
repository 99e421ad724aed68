package dev.windlass.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection that is opened first and kept, used by one thread at a time. It is not tried before each use: a node uses it every few
 * seconds to renew its lease, and so notices within that time when it broke. Thread-safe.
 */
final class StandingConnection {

    /** Then it is opened anew, so that nothing that a server keeps for a session grows for ever. */
    private static final long LONGEST_LIFE_NANOS = Duration.ofMinutes(30).toNanos();

    private final Opener opener;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Connection connection;
    private long openedNanos;
    private volatile boolean closed;

    StandingConnection(Opener opener) {
        this.opener = opener;
    }

    /** @return null when it is in use for so long */
    @Nullable
    Connection take(Duration patience) throws SQLException {
        try {
            boolean isFree =
                    lock.tryLock() || (!patience.isZero() && lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS));
            return isFree ? ready() : null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("Interrupted while waiting for a connection", e);
        }
    }

    private Connection ready() throws SQLException {
        boolean isReady = false;
        try {
            if (closed) {
                throw new SQLException("The store is closed", "08003");
            }
            Connection open = connection;
            if (open == null || System.nanoTime() - openedNanos > LONGEST_LIFE_NANOS) {
                discard();
                open = opener.ready();
                openedNanos = System.nanoTime();
                connection = open;
            }
            isReady = true;
            return open;
        } finally {
            if (!isReady) {
                lock.unlock();
            }
        }
    }

    boolean is(Connection taken) {
        return lock.isHeldByCurrentThread() && taken == connection;
    }

    /** By the thread that took it. */
    void giveBack(@Nullable Throwable failure) {
        try {
            if (isSpoilt(failure)) {
                discard();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isSpoilt(@Nullable Throwable failure) {
        try {
            SQLException cause = Failures.sqlException(failure);
            Connection open = connection;
            return cause != null && Failures.isTransient(cause) || open == null || !open.getAutoCommit();
        } catch (SQLException e) {
            return true;
        }
    }

    private void discard() {
        Connection old = connection;
        connection = null;
        if (old != null) {
            try {
                old.close();
            } catch (SQLException e) {
                // It was given up anyway.
            }
        }
    }

    /** Whoever still uses it is cut off after a second. */
    void close() {
        closed = true;
        boolean isFree = false;
        try {
            isFree = lock.tryLock(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (isFree) {
            discard();
            lock.unlock();
        } else {
            abort();
        }
    }

    private void abort() {
        try {
            Connection open = connection;
            if (open != null) {
                open.abort(Runnable::run);
            }
        } catch (SQLException e) {
            // The store is closed anyway.
        }
    }
}
