package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.job.StoreException;
import dev.windlass.spi.JobStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store that cannot start says in one line why, and what to do. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BadStartTest {

    private static void refuses(JdbcStoreBuilder settings, String... hints) {
        assertThatThrownBy(settings::open)
                .isInstanceOf(StoreException.class)
                .satisfies(failure ->
                        assertThat(failure.getMessage()).doesNotContain("\n").contains(hints));
    }

    @Test
    void anUnknownDatabase() {
        refuses(
                JdbcJobStore.builder().url(TestPostgres.url().replace("/postgres?", "/nowhere?")),
                "create it",
                "nowhere");
    }

    @Test
    void aWrongPassword() throws SQLException {
        TestPostgres.execute("CREATE ROLE guest LOGIN PASSWORD 'right'");
        assertThat(StartFailures.explain(
                        new SQLException("password authentication failed", "28P01"), TestPostgres.url()))
                .hasMessageContaining("refuses the user or the password");
        refuses(
                JdbcJobStore.builder().url(TestPostgres.url().replace("user=postgres", "user=nobody")),
                "refuses the user or the password");
    }

    @Test
    void aServerThatDoesNotRun() {
        refuses(
                JdbcJobStore.builder().url("jdbc:postgresql://localhost:1/postgres?user=a&password=secret"),
                "cannot be reached",
                "password=…");
    }

    @Test
    void aUserWhoMayOnlyRead() throws SQLException {
        String schema = TestPostgres.newSchema();
        TestPostgres.builder(schema).open().close();
        TestPostgres.execute("CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA " + schema + " TO reader; GRANT SELECT ON"
                + " ALL TABLES IN SCHEMA " + schema + " TO reader");
        String url = TestPostgres.url().replace("user=postgres", "user=reader");
        refuses(TestPostgres.builder(schema).url(url), "lacks rights", "grant");
        refuses(TestPostgres.builder(schema).url(url).migrate(false), "lacks rights", "grant");
        TestPostgres.execute("GRANT UPDATE ON ALL TABLES IN SCHEMA " + schema + " TO reader");
        refuses(TestPostgres.builder(schema).url(url), "lacks rights", "windlass_artifact", "windlass_cancelled");
        TestPostgres.execute("GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA " + schema + " TO reader;"
                + " GRANT USAGE ON ALL SEQUENCES IN SCHEMA " + schema + " TO reader");
        TestPostgres.builder(schema).url(url).open().close();
    }

    @Test
    void aSchemaThatIsNewerThanTheCode() throws SQLException {
        String schema = TestPostgres.newSchema();
        TestPostgres.builder(schema).open().close();
        TestPostgres.execute("INSERT INTO " + schema + ".windlass_schema (version, file) VALUES (999, 'V999.sql')");
        refuses(TestPostgres.builder(schema), "version 999", "start a newer Windlass");
        refuses(TestPostgres.builder(schema).migrate(false), "version 999", "start a newer Windlass");
    }

    @Test
    void tablesThatNobodyMade() throws SQLException {
        refuses(TestPostgres.builder(TestPostgres.newSchema()).migrate(false), "run the SQL files", "version 0");
    }

    @Test
    void aStandbyThatOnlyReads() throws SQLException {
        String schema = TestPostgres.newSchema();
        TestPostgres.builder(schema).open().close();
        refuses(
                TestPostgres.builder(schema).url(TestPostgres.url() + "&options=-c%20default_transaction_read_only=on"),
                "only lets us read");
    }

    @Test
    void anotherKindOfDatabase() {
        refuses(JdbcJobStore.builder().url("jdbc:mysql://localhost/jobs"), "jdbc:postgresql:", "jdbc:h2:");
    }

    @Test
    void anH2FileThatAnotherProcessHasOpen(@TempDir Path folder) throws Exception {
        String url = "jdbc:h2:" + folder.resolve("locked");
        try (ChildJvm other = ChildJvm.start(HoldH2.class, url)) {
            other.awaitLine("open");
            refuses(JdbcJobStore.builder().url(url), "already open in another process", "use PostgreSQL");
        }
        try (JobStore store = JdbcJobStore.open(url)) {
            assertThat(store.queueStats().ready()).isZero();
        }
    }

    /** Opens the store and stays. */
    static final class HoldH2 {
        private HoldH2() {}

        public static void main(String[] arguments) throws Exception {
            try (JobStore store = JdbcJobStore.open(arguments[0])) {
                store.queueStats();
                System.out.println("open");
                System.in.read();
            }
        }
    }

    @Test
    void anH2UrlThatWouldLoseOrShare() {
        refuses(JdbcJobStore.builder().url("jdbc:h2:./x;AUTO_SERVER=TRUE"), "one process only");
        refuses(JdbcJobStore.builder().url("jdbc:h2:tcp://localhost/x"), "one process only");
        refuses(JdbcJobStore.builder().url("jdbc:h2:./x;WRITE_DELAY=500"), "WRITE_DELAY=0");
        assertThat(H2Url.durable("jdbc:h2:file:./x"))
                .isEqualTo("jdbc:h2:async:./x;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
    }

    private static JdbcDataSource h2(String url) {
        JdbcDataSource source = new JdbcDataSource();
        source.setUrl("jdbc:h2:" + url);
        return source;
    }

    /** In a database of the host, which it keeps open; what was acknowledged would be lost in a crash all the same. */
    @Test
    void anH2PoolThatWouldLose(@TempDir Path folder) throws SQLException {
        String url = "async:" + folder.resolve("pool");
        refuses(JdbcJobStore.builder().dataSource(h2(url)), ";WRITE_DELAY=0");
        refuses(JdbcJobStore.builder().dataSource(h2(url + ";WRITE_DELAY=200")), ";WRITE_DELAY=0");
        JdbcJobStore.builder().dataSource(h2(url + ";WRITE_DELAY=0")).open().close();
        JdbcJobStore.builder()
                .dataSource(h2("mem:pool;DB_CLOSE_DELAY=-1"))
                .open()
                .close();
    }

    @Test
    void settingsThatAPoolOfOnesOwnDoesNotHeed() {
        List<JdbcStoreBuilder> ignored = List.of(
                JdbcJobStore.builder().schema("jobs"),
                JdbcJobStore.builder().user("app"),
                JdbcJobStore.builder().password("secret"),
                JdbcJobStore.builder().poolSize(8));
        List<String> names = List.of("schema", "user", "password", "poolSize");
        for (int i = 0; i < names.size(); i++) {
            JdbcStoreBuilder settings = ignored.get(i).dataSource(h2("mem:heeds"));
            assertThatThrownBy(settings::open)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(names.get(i));
        }
    }
}
