package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.StoreException;
import dev.windlass.spi.Delivery.Status;
import dev.windlass.spi.DeliveryAttempt;
import dev.windlass.spi.DueDelivery;
import dev.windlass.spi.Settlement;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationTest {

    @Test
    void manyProcessesThatStartAtOnceMakeTheTablesOnce() throws Exception {
        String schema = TestPostgres.newSchema();
        ExecutorService starters = Executors.newFixedThreadPool(6);
        List<Future<JdbcJobStore>> starting = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            starting.add(starters.submit(
                    () -> TestPostgres.builder(schema).poolSize(2).open()));
        }
        for (Future<JdbcJobStore> one : starting) {
            try (JdbcJobStore store = one.get()) {
                assertThat(store.listJobs(JobQuery.all(10)).items()).isEmpty();
            }
        }
        starters.shutdown();
        assertThat(count("SELECT count(*) FROM " + schema + ".windlass_schema")).isEqualTo(SchemaMigrator.latest());
    }

    @Test
    void aTablePrefixKeepsTwoStoresApartInOneSchema() throws SQLException {
        String schema = TestPostgres.newSchema();
        try (JdbcJobStore one = TestPostgres.builder(schema).tablePrefix("one_").open();
                JdbcJobStore two =
                        TestPostgres.builder(schema).tablePrefix("two_").open()) {
            one.setPaused("mine", true);
            assertThat(one.queueStats().pausedQueues()).containsExactly("mine");
            assertThat(two.queueStats().pausedQueues()).isEmpty();
        }
        assertThat(count(
                        "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = '"
                                + schema + "' AND c.relname LIKE 'windlass%'"))
                .isZero();
    }

    @Test
    void withMigrationOffTheSqlFilesCanBeRunByAnyTool() throws Exception {
        String schema = TestPostgres.newSchema();
        StringBuilder files = new StringBuilder("SET search_path = " + schema);
        SchemaMigrator.FILES.forEach(file -> SchemaMigrator.statements(Dialect.POSTGRESQL, file)
                .forEach(sql -> files.append("; ").append(sql)));
        TestPostgres.execute(files.toString());
        try (JdbcJobStore store = TestPostgres.builder(schema).migrate(false).open()) {
            assertThat(store.queueStats().ready()).isZero();
        }
    }

    /** H2 commits each statement of a migration by itself. */
    @Test
    void aMigrationThatDiedHalfWayIsFinishedOnH2(@TempDir Path folder) throws SQLException {
        String url = "jdbc:h2:" + folder.resolve("half");
        JdbcJobStore.open(url).close();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM windlass_schema");
            statement.execute("DROP TABLE windlass_delivery_attempt");
            statement.execute("DROP INDEX windlass_outbox_next");
        }
        try (JdbcJobStore store = JdbcJobStore.open(url)) {
            Sample.fill(store, 1);
            assertThat(store.attempts(Sample.id())).isEmpty();
        }
    }

    @Test
    void aMigrationThatFailsHalfWayLeavesNothingOnPostgres() throws SQLException {
        String schema = TestPostgres.newSchema();
        TestPostgres.execute("CREATE TABLE " + schema + ".windlass_outbox (mine integer)");
        assertThatThrownBy(() -> TestPostgres.builder(schema).open())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("in the way");
        TestPostgres.execute("DROP TABLE " + schema + ".windlass_outbox");
        TestPostgres.builder(schema).open().close();
    }

    @Test
    void tablesOfTheFirstVersionAreBroughtUpToDateWithTheirJobsOnPostgres() throws SQLException {
        String schema = TestPostgres.newSchema();
        try (Connection connection = TestPostgres.connect()) {
            connection.createStatement().execute("SET search_path = " + schema);
            fillFirstVersion(connection, Dialect.POSTGRESQL);
        }
        try (JdbcJobStore store = TestPostgres.builder(schema).open()) {
            keepsItsJobs(store);
            keepsItsDeliveries(store);
        }
    }

    @Test
    void tablesOfTheFirstVersionAreBroughtUpToDateWithTheirJobsOnH2(@TempDir Path folder) throws SQLException {
        String url = "jdbc:h2:" + folder.resolve("old");
        try (Connection connection = DriverManager.getConnection(url)) {
            fillFirstVersion(connection, Dialect.H2);
        }
        try (JdbcJobStore store = JdbcJobStore.open(url)) {
            keepsItsJobs(store);
            keepsItsDeliveries(store);
        }
    }

    /** A job that completed, one that was cancelled while it waited, and one that waits, as the first version left them. */
    private static void fillFirstVersion(Connection connection, Dialect dialect) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : SchemaMigrator.statements(dialect, SchemaMigrator.FILES.get(0))) {
                statement.execute(sql);
            }
            statement.execute("INSERT INTO windlass_lane (queue, type, rnk) VALUES ('" + JobSpec.DEFAULT_QUEUE + "', '"
                    + Sample.TYPE + "', 5)");
            for (int i = 1; i <= 3; i++) {
                statement.execute(
                        "INSERT INTO windlass_job (id, created_at, due_at, retention, lane, trigger_code, delayed, retry, params)"
                                + " SELECT '" + old(i) + "', " + i + ", 1, 604800000000, id, 0, false, '"
                                + new RetryText().write(RetryPolicy.DEFAULT) + "', '{}' FROM windlass_lane");
            }
            statement.execute(
                    "INSERT INTO windlass_run (id, job_id, fence, created_at, finished_at, attempt, starts, status,"
                            + " job_status, trigger_code, job_type) VALUES ('" + Sample.id() + "', '" + old(1)
                            + "', 1, 1, 2, 1, 1, 2, 2, 0, '" + Sample.TYPE + "')");
            statement.execute("INSERT INTO windlass_cancelled (job_id, at, expires_at, attempts, starts) VALUES ('"
                    + old(2) + "', 3, 9000000000000000, 0, 0)");
            statement.execute(
                    "INSERT INTO windlass_ready (due_at, created_at, fence, job_id, lane, attempts, starts, lost_starts, states_sent)"
                            + " SELECT 1, 3, 0, '" + old(3) + "', id, 0, 0, 0, 0 FROM windlass_lane");
            fillOutbox(statement);
        }
    }

    /** A delivery that was made, one that failed once and is due again, and one of the same job that was put off behind it for long. */
    private static void fillOutbox(Statement statement) throws SQLException {
        for (int i = 11; i <= 13; i++) {
            statement.execute("INSERT INTO windlass_event (id, type, job_id, order_key, sequence, at, body) VALUES ('"
                    + old(i) + "', 't', '" + old(3) + "', '" + old(3) + "', " + i + ", 1, "
                    + "CAST('{}' AS " + (isPostgres(statement) ? "bytea" : "varbinary") + "))");
            statement.execute(
                    "INSERT INTO windlass_delivery (id, event_id, event_type, event_at, job_id, order_key, sequence, profile, lane,"
                            + " url, owned, status, attempts, created_at, settled_at) VALUES ('" + old(i) + "', '"
                            + old(i) + "', 't', 1, '" + old(3) + "', '" + old(3) + "', " + i
                            + ", 0, 'https://a.example', 'https://a.example/', true, "
                            + (i == 11 ? "1, 1, 1, 2" : "0, " + (13 - i) + ", 1, NULL") + ")");
        }
        for (int i = 11; i <= 12; i++) {
            statement.execute("INSERT INTO windlass_delivery_attempt (delivery_id, nth, number, started_at, duration)"
                    + " VALUES ('" + old(i) + "', 1, 1, 1, 1)");
        }
        statement.execute(
                "INSERT INTO windlass_outbox (delivery_id, order_key, sequence, next_at, retry_at, hold, lane)"
                        + " VALUES ('" + old(12) + "', '" + old(3) + "', 12, 1, 1, -7, 'https://a.example'), ('"
                        + old(13)
                        + "', '" + old(3) + "', 13, 9000000000000000, 1, 0, 'https://a.example')");
    }

    private static boolean isPostgres(Statement statement) throws SQLException {
        return statement.getConnection().getMetaData().getDatabaseProductName().equals("PostgreSQL");
    }

    private static void keepsItsDeliveries(JdbcJobStore store) {
        assertThat(store.findDelivery(old(11)).orElseThrow().status()).isEqualTo(Status.DELIVERED);
        for (int i = 12; i <= 13; i++) {
            DueDelivery due = due(store);
            assertThat(due.delivery().id()).isEqualTo(old(i));
            DeliveryAttempt attempt = new DeliveryAttempt(
                    due.delivery().attempts() + 1, Instant.now(), Duration.ofMillis(1), 200, null, null);
            assertThat(store.settle(List.of(
                            new Settlement(old(i), due.hold(), attempt, Status.DELIVERED, null, Instant.now()))))
                    .containsExactly(true);
        }
        assertThat(store.findDelivery(old(12)).orElseThrow()).satisfies(delivery -> {
            assertThat(delivery.status()).isEqualTo(Status.DELIVERED);
            assertThat(delivery.attempts()).isEqualTo(2);
        });
        assertThat(store.attempts(old(12))).extracting(DeliveryAttempt::number).containsExactly(1, 2);
    }

    private static DueDelivery due(JdbcJobStore store) {
        List<DueDelivery> due = store.claimDeliveries(Map.of(), 4, 10, Duration.ofMinutes(1), Instant.now());
        assertThat(due).hasSize(1);
        return due.get(0);
    }

    private static UUID old(int number) {
        return new UUID(0x0198_0000_0000_7000L, 0x8000_0000_0000_0000L + number);
    }

    private static void keepsItsJobs(JdbcJobStore store) {
        assertThat(store.listJobs(JobQuery.all(10).withStatuses(Set.of(JobStatus.COMPLETED)))
                        .items())
                .extracting(Job::id)
                .containsExactly(old(1));
        assertThat(store.listJobs(JobQuery.all(10).withStatuses(Set.of(JobStatus.CANCELLED)))
                        .items())
                .extracting(Job::id)
                .containsExactly(old(2));
        Sample.fill(store, 1);
        assertThat(Sample.claim(store, Sample.node(store), 5))
                .hasSize(2)
                .first()
                .satisfies(claim -> assertThat(claim.job().id()).isEqualTo(old(3)));
    }

    private static long count(String sql) throws SQLException {
        try (Connection connection = TestPostgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
