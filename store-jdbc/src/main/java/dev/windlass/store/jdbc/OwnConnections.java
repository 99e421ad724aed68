package dev.windlass.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A connection that stands ready, and a pool for when it is in use. An idle node needs only the former, which is not tried before each use as
 * those of a pool are; and a node that starts works on it while the pool, and what it logs with, get ready.
 */
final class OwnConnections implements Connections {

    private static final Duration WAIT_FOR_POOL = Duration.ofSeconds(10);

    /** Until the pool has its first connection: to open that takes longer than most statements. */
    private static final Duration WAIT_RATHER_THAN_OPEN = Duration.ofMillis(5);

    private final Opener opener;
    private final StandingConnection standing;
    private final CompletableFuture<HikariDataSource> pool = new CompletableFuture<>();

    /** An H2 database in memory lasts as long as a connection to it, and the others come and go; null when there is no such. */
    private @Nullable Connection anchor;

    private OwnConnections(Opener opener, int size) {
        this.opener = opener;
        this.standing = new StandingConnection(opener);
        Thread starter = new Thread(() -> fill(opener, size), "windlass-pool");
        starter.setDaemon(true);
        starter.start();
    }

    private void fill(Opener from, int size) {
        try {
            pool.complete(new HikariDataSource(from.pool(size)));
        } catch (Throwable e) {
            pool.completeExceptionally(e);
        }
    }

    static OwnConnections open(String url, JdbcStoreBuilder settings) {
        OwnConnections connections = new OwnConnections(new Opener(url, settings), settings.poolSize - 1);
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
        Connection first = standing.take(patience());
        return first == null ? pool.join().getConnection() : first;
    }

    private Duration patience() {
        if (!pool.isDone() || pool.isCompletedExceptionally()) {
            return WAIT_FOR_POOL;
        }
        boolean isUsed = pool.join().getHikariPoolMXBean().getTotalConnections() > 0;
        return isUsed ? Duration.ZERO : WAIT_RATHER_THAN_OPEN;
    }

    @Override
    public void giveBack(Connection taken, @Nullable Throwable failure) throws SQLException {
        if (standing.is(taken)) {
            standing.giveBack(failure);
        } else {
            taken.close();
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
        pool.thenAccept(HikariDataSource::close).exceptionally(failure -> null).join();
        try (Connection last = anchor) {
            anchor = null;
        } catch (SQLException e) {
            throw Failures.translate(e);
        }
    }
}
