package dev.windlass.examples.benchmarks.measure;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** What has been used up so far: time, CPU and, on PostgreSQL, its CPU, WAL and transactions. */
public final class Meter implements AutoCloseable {

    /**
     * A reading.
     *
     * @param transactions may lag a second behind while connections are open
     */
    public record Reading(long nanos, long jvmCpu, long databaseCpu, long walBytes, long transactions) {}

    private final @Nullable Connection connection;
    private final @Nullable ProcessHandle postmaster;
    private final String database;

    /** @param url of the database under test; only one of PostgreSQL is looked into */
    public Meter(String url) throws SQLException {
        if (url.startsWith("jdbc:postgresql:")) {
            int slash = url.lastIndexOf('/');
            int query = url.indexOf('?');
            database = url.substring(slash + 1, query < 0 ? url.length() : query);
            connection = DriverManager.getConnection(url.replace("/" + database, "/postgres"));
            postmaster = ProcessHandle.of(number(connection, "SELECT pg_backend_pid()"))
                    .flatMap(ProcessHandle::parent)
                    .orElse(null);
        } else {
            database = "";
            connection = null;
            postmaster = null;
        }
    }

    public Reading read() throws SQLException {
        long databaseCpu = postmaster == null ? 0 : Cpu.ofTree(postmaster);
        long wal = connection == null
                ? 0
                : number(connection, "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint");
        long transactions = transactions();
        return new Reading(System.nanoTime(), Cpu.ofThisJvm(), databaseCpu, wal, transactions);
    }

    /** Committed and rolled back in the database under test. */
    public long transactions() throws SQLException {
        if (connection == null) {
            return 0;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = ?")) {
            statement.setString(1, database);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

    /** Writes out what earlier figures left in memory, so that they do not disturb this one. */
    public void checkpoint() throws SQLException {
        if (connection != null) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CHECKPOINT");
            }
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        if (connection != null) {
            connection.close();
        }
    }
}
