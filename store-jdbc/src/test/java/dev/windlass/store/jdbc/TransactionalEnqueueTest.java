package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.JobSpec;
import dev.windlass.job.OverloadedException;
import dev.windlass.job.StoreException;
import dev.windlass.spi.IdempotencyRecord;
import dev.windlass.spi.StoreListener;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import dev.windlass.testing.SettableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A job that is submitted within the caller's transaction exists exactly when the caller's own writes do. */
class TransactionalEnqueueTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));

    private static DataSource postgres() throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(TestPostgres.url());
        source.setCurrentSchema(TestPostgres.newSchema());
        return source;
    }

    private static DataSource h2(Path folder) {
        org.h2.jdbcx.JdbcDataSource source = new org.h2.jdbcx.JdbcDataSource();
        source.setUrl("jdbc:h2:" + folder.resolve("joined") + ";WRITE_DELAY=0;DB_CLOSE_DELAY=-1");
        return source;
    }

    @Test
    void onPostgres() throws SQLException {
        joins(postgres());
    }

    @Test
    void onH2(@TempDir Path folder) throws SQLException {
        DataSource source = h2(folder);
        joins(source);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        }
    }

    private static void joins(DataSource source) throws SQLException {
        try (JdbcJobStore store = JdbcJobStore.builder().dataSource(source).open();
                Connection connection = source.getConnection()) {
            JobSpec job = Sample.job();
            assertThatThrownBy(() -> store.submit(connection, Sample.submission(job)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("auto-commit");
            connection.setAutoCommit(false);
            assertThat(store.submit(connection, Sample.submission(job))).isEqualTo(SubmitResult.Accepted.INSTANCE);
            connection.rollback();
            assertThat(store.findJob(job.id())).isEmpty();
            assertThat(store.submit(connection, Sample.submission(job))).isEqualTo(SubmitResult.Accepted.INSTANCE);
            assertThat(store.findJob(job.id())).as("before the commit").isEmpty();
            AtomicInteger woken = new AtomicInteger();
            store.listen(new Woken(woken));
            connection.commit();
            assertThat(store.findJob(job.id())).isPresent();
            await().atMost(Duration.ofSeconds(10)).until(() -> woken.get() > 0);
            assertThat(Sample.claim(store, Sample.node(store), 5)).hasSize(1);
            aKeyJoinsToo(store, connection);
        }
    }

    private record Woken(AtomicInteger count) implements StoreListener {

        @Override
        public void workAvailable() {
            count.incrementAndGet();
        }

        @Override
        public void cancelRequested() {}

        @Override
        public void deliveriesAvailable() {}

        @Override
        public void changed(Collection<UUID> ids) {}
    }

    private static IdempotencyRecord key() {
        return new IdempotencyRecord(
                "me", "k", new byte[] {1}, new byte[] {2}, Instant.now().plusSeconds(60));
    }

    private static void aKeyJoinsToo(JdbcJobStore store, Connection connection) throws SQLException {
        IdempotencyRecord key = key();
        Submission first = new Submission(List.of(Sample.job()), null, null, key, List.of());
        Submission second = new Submission(List.of(Sample.job()), null, null, key, List.of());
        assertThat(store.submit(connection, first)).isEqualTo(SubmitResult.Accepted.INSTANCE);
        connection.rollback();
        assertThat(store.submit(connection, second)).isEqualTo(SubmitResult.Accepted.INSTANCE);
        connection.commit();
        assertThat(store.submit(connection, first)).isInstanceOf(SubmitResult.Replayed.class);
        connection.rollback();
    }

    /** Two are kept for signals, the caller has the third: who waits for one more may wait for others that wait as well. */
    private static HikariDataSource smallPool(String schema) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(TestPostgres.url());
        config.setSchema(schema);
        config.setMaximumPoolSize(3);
        config.setConnectionTimeout(500);
        return new HikariDataSource(config);
    }

    private Connection takeLast(HikariDataSource pool) throws SQLException {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 2);
        Connection last = pool.getConnection();
        last.setAutoCommit(false);
        return last;
    }

    private JobSpec job() {
        return Sample.job(Sample.TYPE, 4, clock.instant(), false);
    }

    @Test
    void aLaneThatIsKnownNeedsNoSecondConnection() throws SQLException {
        String schema = TestPostgres.newSchema();
        try (JdbcJobStore other = TestPostgres.builder(schema).clock(clock).open()) {
            other.submit(List.of(Sample.submission(job())), Long.MAX_VALUE);
        }
        try (HikariDataSource pool = smallPool(schema);
                JdbcJobStore store =
                        JdbcJobStore.builder().dataSource(pool).clock(clock).open()) {
            for (Duration unused : List.of(Duration.ZERO, Duration.ofMinutes(2), Duration.ofMinutes(10))) {
                clock.advance(unused);
                try (Connection last = takeLast(pool)) {
                    assertThat(store.submit(last, Sample.submission(job()))).isEqualTo(SubmitResult.Accepted.INSTANCE);
                    last.commit();
                }
                await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> lastUse(pool) == clock.millis());
            }
        }
    }

    private static long lastUse(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT max(used_at) / 1000 FROM windlass_lane WHERE NOT retired")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void aLaneThatIsRetiredOpensAgain() throws SQLException {
        try (HikariDataSource pool = smallPool(TestPostgres.newSchema());
                JdbcJobStore store =
                        JdbcJobStore.builder().dataSource(pool).clock(clock).open()) {
            store.parts.lanes().prepare(job());
            clock.advance(Duration.ofMinutes(16));
            LaneRetirement.retireUnused(store.parts.database());
            assertThat(store.parts.lanes().open()).isEmpty();
            try (Connection last = takeLast(pool)) {
                assertThat(store.submit(last, Sample.submission(job()))).isEqualTo(SubmitResult.Accepted.INSTANCE);
                last.commit();
            }
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() -> store.parts.lanes().open().size() == 1);
        }
    }

    /** A new lane must outlive a rollback, and one that is not committed would make all others that want it wait. */
    @Test
    void aNewLaneNeedsASecondConnectionAndSaysSo() throws SQLException {
        try (HikariDataSource pool = smallPool(TestPostgres.newSchema());
                JdbcJobStore store =
                        JdbcJobStore.builder().dataSource(pool).clock(clock).open();
                Connection last = takeLast(pool)) {
            assertThatThrownBy(() -> store.submit(last, Sample.submission(job())))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("second connection");
            assertThat(setting(last, "enable_seqscan")).as("goes on as before").isEqualTo("on");
        }
    }

    @Test
    void theCallersSettingsAreAsTheyWere() throws SQLException {
        DataSource source = postgres();
        try (JdbcJobStore store = JdbcJobStore.builder().dataSource(source).open();
                Connection connection = source.getConnection()) {
            connection.createStatement().execute("SET enable_hashjoin = off");
            connection.setAutoCommit(false);
            connection.createStatement().execute("SET LOCAL enable_mergejoin = off");
            store.submit(connection, Sample.submission(Sample.job()));
            assertThat(setting(connection, "enable_hashjoin")).isEqualTo("off");
            assertThat(setting(connection, "enable_mergejoin")).isEqualTo("off");
            assertThat(setting(connection, "enable_seqscan")).isEqualTo("on");
            connection.commit();
            assertThat(setting(connection, "enable_hashjoin")).isEqualTo("off");
            assertThat(setting(connection, "enable_mergejoin")).isEqualTo("on");
        }
    }

    @Test
    void whatIsNotStoredIsThrown() throws SQLException {
        DataSource source = postgres();
        try (JdbcJobStore store = JdbcJobStore.builder().dataSource(source).open();
                Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            JobSpec job = Sample.job();
            store.enqueue(connection, Sample.submission(job));
            connection.commit();
            assertThat(store.findJob(job.id())).isPresent();
            Submission refused = Sample.submission(Sample.job(Sample.TYPE, 10, Instant.now(), false));
            assertThatThrownBy(() -> store.enqueue(connection, refused)).isInstanceOf(InvalidRequestException.class);
            Submission keyed = new Submission(List.of(Sample.job()), null, null, key(), List.of());
            assertThatThrownBy(() -> store.enqueue(connection, keyed)).isInstanceOf(IllegalArgumentException.class);
            connection
                    .createStatement()
                    .execute("INSERT INTO windlass_lane (queue, type, rnk, used_at, retired)"
                            + " SELECT 'q' || i, 'x', 5, 0, false FROM generate_series(1, " + LaneTable.MOST_OPEN
                            + ") i");
            Submission inOneTooMany = Sample.submission(Sample.job(Sample.TYPE, 5, Instant.now(), false));
            assertThatThrownBy(() -> store.enqueue(connection, inOneTooMany)).isInstanceOf(OverloadedException.class);
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (ResultSet rows = connection.createStatement().executeQuery("SHOW " + name)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
