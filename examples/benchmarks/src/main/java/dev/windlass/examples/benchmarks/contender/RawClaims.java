package dev.windlass.examples.benchmarks.contender;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/** Claims and finishes batches by hand. */
abstract class RawClaims {

    /** A job in the hands of a worker. */
    static final class Claim {
        final UUID jobId;
        final UUID runId;
        final String payload;
        final long claimedAt;
        long startedAt;
        long finishedAt;

        Claim(UUID jobId, UUID runId, String payload, long claimedAt) {
            this.jobId = jobId;
            this.runId = runId;
            this.payload = payload;
            this.claimedAt = claimedAt;
        }
    }

    abstract List<Claim> claim(Connection connection, int max, long now) throws SQLException;

    abstract void finish(Connection connection, List<Claim> claims) throws SQLException;

    static void add(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.addBatch();
    }

    /** One statement for each step. */
    static final class Postgres extends RawClaims {
        @Override
        List<Claim> claim(Connection connection, int max, long now) throws SQLException {
            List<Claim> claims = new ArrayList<>(max);
            try (PreparedStatement statement = connection.prepareStatement(RawSql.CLAIM)) {
                statement.setInt(1, max);
                statement.setLong(2, now);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        claims.add(new Claim(
                                rows.getObject(1, UUID.class), rows.getObject(2, UUID.class), rows.getString(3), now));
                    }
                }
            }
            return claims;
        }

        @Override
        void finish(Connection connection, List<Claim> claims) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(RawSql.FINISH)) {
                Object[] ids = claims.stream().map(claim -> claim.jobId).toArray();
                Object[] starts = claims.stream().map(claim -> claim.startedAt).toArray();
                Object[] ends = claims.stream().map(claim -> claim.finishedAt).toArray();
                statement.setArray(1, connection.createArrayOf("uuid", ids));
                statement.setArray(2, connection.createArrayOf("bigint", starts));
                statement.setArray(3, connection.createArrayOf("bigint", ends));
                statement.executeUpdate();
            }
        }
    }

    /** H2 has one writer at a time anyway, so a lock in the JVM costs nothing and saves its row locks. */
    static final class H2 extends RawClaims {

        private final ReentrantLock lock = new ReentrantLock();

        @Override
        List<Claim> claim(Connection connection, int max, long now) throws SQLException {
            lock.lock();
            connection.setAutoCommit(false);
            try (PreparedStatement heads = connection.prepareStatement(RawSql.H2_HEADS);
                    PreparedStatement take = connection.prepareStatement(RawSql.H2_TAKE);
                    PreparedStatement running = connection.prepareStatement(RawSql.H2_RUNNING)) {
                List<Claim> claims = new ArrayList<>(max);
                heads.setInt(1, max);
                try (ResultSet rows = heads.executeQuery()) {
                    while (rows.next()) {
                        UUID jobId = rows.getObject(3, UUID.class);
                        Claim claim = new Claim(jobId, UUID.randomUUID(), rows.getString(4), now);
                        claims.add(claim);
                        add(take, rows.getShort(1), rows.getLong(2), jobId);
                        add(running, jobId, claim.runId, rows.getLong(2), now);
                    }
                }
                take.executeBatch();
                running.executeBatch();
                connection.commit();
                return claims;
            } finally {
                connection.setAutoCommit(true);
                lock.unlock();
            }
        }

        @Override
        void finish(Connection connection, List<Claim> claims) throws SQLException {
            lock.lock();
            connection.setAutoCommit(false);
            try (PreparedStatement end = connection.prepareStatement(RawSql.H2_END);
                    PreparedStatement run = connection.prepareStatement(RawSql.H2_RUN)) {
                for (Claim claim : claims) {
                    add(end, claim.jobId);
                    add(run, claim.runId, claim.jobId, claim.claimedAt, claim.startedAt, claim.finishedAt);
                }
                end.executeBatch();
                run.executeBatch();
                connection.commit();
            } finally {
                connection.setAutoCommit(true);
                lock.unlock();
            }
        }
    }
}
