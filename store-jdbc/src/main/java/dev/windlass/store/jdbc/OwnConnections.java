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

    private static final Duration WAIT_FOR_STANDING = Duration.ofSeconds(10);

    private final Opener opener;
    private final StandingConnection standing;
    private final CompletableFuture<HikariDataSource> pool = new CompletableFuture<>();

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
            return connections;
        } catch (SQLException e) {
            connections.close();
            throw StartFailures.explain(e, url);
        }
    }

    @Override
    public Connection take() throws SQLException {
        Connection first = pool.isDone() ? standing.tryTake() : standing.take(WAIT_FOR_STANDING);
        return first == null ? pool.join().getConnection() : first;
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
        pool.join().close();
    }
}
