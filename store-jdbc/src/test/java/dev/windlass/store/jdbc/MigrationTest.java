package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.job.JobQuery;
import dev.windlass.job.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
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
        String file;
        try (var in = SchemaMigrator.class.getResourceAsStream("postgresql/V001__schema.sql")) {
            file = new String(
                    java.util.Objects.requireNonNull(in).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
        TestPostgres.execute("SET search_path = " + schema + "; " + file);
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

    private static long count(String sql) throws SQLException {
        try (Connection connection = TestPostgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
