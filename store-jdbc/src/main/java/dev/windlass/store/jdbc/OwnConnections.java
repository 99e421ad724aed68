package dev.windlass.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection that stands ready, and a pool that is made when somebody needs a second one. An idle node needs only the former, which is not
 * tried before each use as those of a pool are; and a node that starts has no pool to wait for, nor what that logs with.
 */
final class OwnConnections implements Connections {

    private final Opener opener;
    private final StandingConnection standing;
    private final Patience patience = new Patience(System::nanoTime);
    private final int poolSize;
    private volatile @Nullable HikariDataSource pool;
    private boolean closed;

    /** An H2 database in memory lasts as long as a connection to it, and the others come and go; null when there is no such. */
    private @Nullable Connection anchor;

    private OwnConnections(Opener opener, int poolSize) {
        this.opener = opener;
        this.standing = new StandingConnection(opener);
        this.poolSize = poolSize;
    }

    static OwnConnections open(String url, JdbcStoreBuilder settings) {
        OwnConnections connections = new OwnConnections(new Opener(url, settings), settings.poolSize() - 1);
        try {
            connections.giveBack(connections.take(), null);
            connections.anchor = connections.isDurable() ? null : connections.extra();
            return connections;
        } catch (SQLException e) {
            connections.close();
            throw StartFailures.explain(e, url);
        }
    }

    @Override
    public Connection take() throws SQLException {
        Connection first = standing.take(Duration.ZERO);
        if (first == null && !isPoolFilled()) {
            first = waitForFirst();
        }
        return first == null ? pool().getConnection() : first;
    }

    /** To open a connection takes longer than most statements, and to make a pool in a JVM that has just started longer still. */
    private @Nullable Connection waitForFirst() throws SQLException {
        long began = System.nanoTime();
        Connection first = standing.take(patience.left());
        patience.used(System.nanoTime() - began);
        return first;
    }

    private boolean isPoolFilled() {
        HikariDataSource made = pool;
        return made != null && made.getHikariPoolMXBean().getTotalConnections() > 0;
    }

    private synchronized HikariDataSource pool() throws SQLException {
        if (closed) {
            throw new SQLException("The store is closed", "08003");
        }
        HikariDataSource made = pool == null ? new HikariDataSource(opener.pool(poolSize)) : pool;
        pool = made;
        return made;
    }

    @Override
    public void giveBack(Connection taken, @Nullable Throwable failure) throws SQLException {
        if (standing.is(taken)) {
            standing.giveBack(failure);
        } else {
            evictReadOnly(taken, failure);
            taken.close();
        }
    }

    /** Of the failures after which a connection is of no use the pool does not know this one. */
    private void evictReadOnly(Connection taken, @Nullable Throwable failure) {
        HikariDataSource made = pool;
        if (made != null && Failures.isReadOnly(failure)) {
            made.evictConnection(taken);
        }
    }

    @Override
    public Connection extra() throws SQLException {
        return opener.plain();
    }

    @Override
    public Dialect dialect() {
        return opener.dialect();
    }

    @Override
    public boolean isDurable() {
        return opener.isDurable();
    }

    @Override
    public boolean areHosts() {
        return false;
    }

    @Override
    public void close() {
        standing.close();
        closePool();
        try (Connection last = anchor) {
            anchor = null;
        } catch (SQLException e) {
            throw Failures.translate(e);
        }
    }

    private synchronized void closePool() {
        closed = true;
        HikariDataSource made = pool;
        if (made != null) {
            made.close();
        }
    }
}
