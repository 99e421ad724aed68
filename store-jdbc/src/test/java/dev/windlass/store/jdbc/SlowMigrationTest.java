package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a migration takes depends on how much is stored, and on who else migrates: it must not end with the timeouts of the hot path. */
@Timeout(120)
class SlowMigrationTest {

    private static final Duration TIMEOUT = Duration.ofMillis(300);

    private static void makeFirstVersion(Connection connection, Dialect dialect) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : SchemaMigrator.statements(dialect, SchemaMigrator.FILES.get(0))) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void onPostgresItWaitsForOthersAndForLocks() throws Exception {
        String schema = TestPostgres.newSchema();
        ExecutorService starter = Executors.newSingleThreadExecutor();
        try (Connection reader = TestPostgres.connect();
                Connection other = TestPostgres.connect()) {
            reader.createStatement().execute("SET search_path = " + schema);
            makeFirstVersion(reader, Dialect.POSTGRESQL);
            reader.setAutoCommit(false);
            reader.createStatement().execute("SELECT * FROM windlass_cancelled");
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT pg_advisory_xact_lock(hashtext('windlass schema windlass_'))");
            Future<JdbcJobStore> opening = starter.submit(
                    () -> TestPostgres.builder(schema).statementTimeout(TIMEOUT).open());
            awaitLongWait(opening, "%pg_advisory_xact_lock%");
            other.rollback();
            awaitLongWait(opening, "ALTER TABLE %");
            reader.rollback();
            try (JdbcJobStore store = opening.get()) {
                assertThat(store.queueStats().ready()).isZero();
                assertThat(setting(store, "statement_timeout")).isEqualTo("300ms");
                assertThat(setting(store, "lock_timeout")).isEqualTo("300ms");
            }
        } finally {
            starter.shutdown();
        }
    }

    /** Four times the timeout at least. */
    private static void awaitLongWait(Future<?> opening, String query) {
        await().atMost(Duration.ofSeconds(30)).until(() -> opening.isDone() || waits(query));
        assertThat(opening).as("waits").isNotDone();
    }

    private static boolean waits(String query) throws SQLException {
        try (Connection connection = TestPostgres.connect();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                + " AND clock_timestamp() - query_start > interval '1200 ms'"
                                + " AND application_name = 'windlass' AND query LIKE '" + query + "'")) {
            rows.next();
            return rows.getInt(1) > 0;
        }
    }

    private static String setting(JdbcJobStore store, String name) {
        return store.parts
                .database()
                .read(handle -> handle.createQuery("SELECT current_setting('" + name + "')")
                        .mapTo(String.class)
                        .one());
    }

    @Test
    void onH2ItTakesAsLongAsThereAreRows() throws SQLException {
        String url = "jdbc:h2:mem:slow_migration";
        try (Connection keeper = DriverManager.getConnection(url)) {
            makeFirstVersion(keeper, Dialect.H2);
            keeper.createStatement()
                    .execute(
                            "INSERT INTO windlass_run (id, job_id, fence, created_at, finished_at, attempt, starts, status,"
                                    + " job_status, trigger_code, job_type) SELECT random_uuid(), random_uuid(), 1, 1, 2, 1, 1, 2, 2, 0, 'x'"
                                    + " FROM system_range(1, 20000)");
            try (JdbcJobStore store =
                    JdbcJobStore.builder().url(url).statementTimeout(TIMEOUT).open()) {
                assertThat(store.parts.database().read(SlowMigrationTest::queryTimeout))
                        .isEqualTo("300");
            }
        }
    }

    private static String queryTimeout(Handle handle) {
        return handle.createQuery(
                        "SELECT setting_value FROM information_schema.settings WHERE setting_name = 'QUERY_TIMEOUT'")
                .mapTo(String.class)
                .one();
    }
}
