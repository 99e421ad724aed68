package dev.windlass.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A store in a pool of a host, without our planner settings, that runs all statements on one connection; and PostgreSQL's own count of the
 * rows that they read. Rows that are read in vain are what a bad plan costs.
 */
final class HostedStore implements AutoCloseable {

    final String schema;
    final JdbcJobStore store;
    private final HikariDataSource pool;

    HostedStore() throws SQLException {
        schema = TestPostgres.newSchema();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(TestPostgres.url());
        config.setSchema(schema);
        // Two are kept for signals; the third is the one that all statements run on.
        config.setMaximumPoolSize(3);
        pool = new HikariDataSource(config);
        store = JdbcJobStore.builder().dataSource(pool).open();
    }

    /** So that statistics are as old as the test says. */
    void neverAnalyzeByItself(String... tables) throws SQLException {
        for (String table : tables) {
            TestPostgres.execute("ALTER TABLE " + schema + ".windlass_" + table + " SET (autovacuum_enabled = false)");
        }
    }

    /**
     * What ANALYZE leaves behind when it meets tables whose rows have all been deleted and not yet cleared away, as a queue's are when
     * it is idle: the planner then takes it that one row is there, whatever comes later. Templates and schedules do not come and go so.
     */
    void pretendThatAllRowsWereDead() throws SQLException {
        TestPostgres.execute("UPDATE pg_class SET reltuples = 0, relpages = 100 WHERE relkind IN ('r', 'i')"
                + " AND relname NOT LIKE 'windlass_resource%'"
                + " AND relnamespace = CAST('" + schema + "' AS regnamespace)");
    }

    long rowsRead(Runnable work) throws SQLException {
        long before = rowsRead();
        work.run();
        return rowsRead() - before;
    }

    /** Another submission goes before it: the queue is counted again at the first one in five seconds, which is not to be measured. */
    long rowsReadBySubmitting(Runnable work) throws SQLException {
        store.submit(List.of(Sample.submission(Sample.job())), Long.MAX_VALUE);
        return rowsRead(work);
    }

    /** By sequential scans and index fetches of all tables, with the statistics of our one connection flushed. */
    long rowsRead() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_stat_force_next_flush()");
            try (ResultSet rows = statement.executeQuery("SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0))"
                    + " FROM pg_stat_user_tables WHERE schemaname = '" + schema + "'")) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    @Override
    public void close() {
        store.close();
        pool.close();
    }
}
