package dev.windlass.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A connection in use, and statements on it. The engine's own statements go this way, which needs twenty classes; {@link LookUps} by JDBI.
 * JDBI takes a fifth of a second to get ready, which no start of a node should wait for. Of one thread.
 */
final class Handle {

    private final Connection connection;
    private final Dialect dialect;
    private final Function<String, NamedSql> parser;
    private final Consumer<NamedSql> watcher;

    /** @param watcher is told of each statement that was executed */
    Handle(Connection connection, Dialect dialect, Function<String, NamedSql> parser, Consumer<NamedSql> watcher) {
        this.connection = connection;
        this.dialect = dialect;
        this.parser = parser;
        this.watcher = watcher;
    }

    /** What is done with a handle. */
    interface Work<T> {
        T with(Handle handle) throws Exception;
    }

    Connection connection() {
        return connection;
    }

    Dialect dialect() {
        return dialect;
    }

    Query createQuery(String sql) {
        return new Query(this, parser.apply(sql));
    }

    Update createUpdate(String sql) {
        return new Update(this, parser.apply(sql));
    }

    Batch createBatch(String sql) {
        return new Batch(this, parser.apply(sql));
    }

    /** One statement or several, without parameters. @return how many rows the first changed */
    int execute(String sql) {
        return createUpdate(sql).execute();
    }

    void told(NamedSql sql) {
        watcher.accept(sql);
    }

    /**
     * Does work for which no answer of the network is waited for longer than that. Whoever waits longer gets an exception, and the connection is
     * of no use any more.
     *
     * @param millis 0 for as long as it takes
     */
    <T> T answeredWithin(int millis, Work<T> work) throws Exception {
        int before = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, millis);
        try {
            return work.with(this);
        } finally {
            if (!connection.isClosed()) {
                connection.setNetworkTimeout(Runnable::run, before);
            }
        }
    }

    /** Within the transaction that is open already, if there is one. */
    <T> T inTransaction(Work<T> work) throws Exception {
        if (!connection.getAutoCommit()) {
            return work.with(this);
        }
        connection.setAutoCommit(false);
        try {
            T result = work.with(this);
            connection.commit();
            connection.setAutoCommit(true);
            return result;
        } catch (Throwable e) {
            rollBack(e);
            throw e;
        }
    }

    /** A connection that cannot even do that is closed by its pool, and so is what was begun. */
    private void rollBack(Throwable why) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }
}
