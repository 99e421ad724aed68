package dev.windlass.store.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections of a host's own pool.
 *
 * @param isDurable see {@link Connections#isDurable}
 * @param autoCommits whether the pool's connections commit each statement by themselves. Ours do while we have them, since nobody else
 *     commits what we write outside a transaction of our own.
 */
record HostConnections(DataSource source, Dialect dialect, boolean isDurable, boolean autoCommits)
        implements Connections {

    static HostConnections of(DataSource source) {
        try (Connection connection = source.getConnection()) {
            DatabaseMetaData database = connection.getMetaData();
            Dialect dialect = Dialect.of(database.getDatabaseProductName());
            boolean isDurable = !H2Url.isMemory(database.getURL());
            if (dialect == Dialect.H2 && isDurable) {
                H2Url.checkDurable(connection);
            }
            return new HostConnections(source, dialect, isDurable, connection.getAutoCommit());
        } catch (SQLException e) {
            throw Failures.translate(e);
        }
    }

    @Override
    public Connection take() throws SQLException {
        Connection taken = source.getConnection();
        try {
            if (!taken.getAutoCommit()) {
                taken.setAutoCommit(true);
            }
            return taken;
        } catch (SQLException e) {
            taken.close();
            throw e;
        }
    }

    @Override
    public void giveBack(Connection taken, @Nullable Throwable failure) throws SQLException {
        try (taken) {
            if (!autoCommits) {
                taken.setAutoCommit(false);
            }
        }
    }

    @Override
    public Connection extra() throws SQLException {
        return source.getConnection();
    }

    @Override
    public boolean areHosts() {
        return true;
    }

    @Override
    public void close() {
        // It is the host's to close.
    }
}
