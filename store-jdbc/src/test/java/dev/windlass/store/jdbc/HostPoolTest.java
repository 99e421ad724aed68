package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.windlass.job.JobSpec;
import dev.windlass.spi.SubmitResult;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host's pool whose connections are not in auto-commit mode, as frameworks configure them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostPoolTest {

    private static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(5);
        config.setAutoCommit(false);
        return new HikariDataSource(config);
    }

    @Test
    @Tag("T7")
    void whatIsAcknowledgedIsCommittedOnPostgres() throws SQLException {
        String schema = TestPostgres.newSchema();
        try (HikariDataSource pool = pool(TestPostgres.url() + "&currentSchema=" + schema);
                JdbcJobStore hosted = JdbcJobStore.builder().dataSource(pool).open();
                JdbcJobStore other = TestPostgres.builder(schema).migrate(false).open()) {
            assertCommits(hosted, other);
        }
    }

    @Test
    @Tag("T7")
    void whatIsAcknowledgedIsCommittedOnH2() {
        String url = "jdbc:h2:mem:hosted";
        try (HikariDataSource pool = pool(url);
                JdbcJobStore hosted = JdbcJobStore.builder().dataSource(pool).open();
                JdbcJobStore other =
                        JdbcJobStore.builder().url(url).migrate(false).open()) {
            assertCommits(hosted, other);
        }
    }

    private static void assertCommits(JdbcJobStore hosted, JdbcJobStore other) {
        JobSpec quick = Sample.job();
        JobSpec general = Sample.job(Sample.TYPE, 4, quick.dueAt().plusSeconds(60), true);
        for (JobSpec job : List.of(quick, general)) {
            assertThat(hosted.submit(List.of(Sample.submission(job)), Long.MAX_VALUE))
                    .containsExactly(SubmitResult.Accepted.INSTANCE);
            assertThat(other.findJob(job.id())).isPresent();
        }
    }

    /** Not every pool puts a connection back to what it was. */
    @Test
    void aConnectionIsGivenBackAsItWas() throws SQLException {
        try (Connection only = DriverManager.getConnection("jdbc:h2:mem:")) {
            only.setAutoCommit(false);
            HostConnections connections = HostConnections.of(poolOf(only));
            Connection taken = connections.take();
            assertThat(taken.getAutoCommit()).isTrue();
            connections.giveBack(taken, null);
            assertThat(only.getAutoCommit()).isFalse();
        }
    }

    private static DataSource poolOf(Connection only) {
        Connection kept = proxy(
                Connection.class,
                (proxy, method, arguments) -> method.getName().equals("close") ? null : method.invoke(only, arguments));
        return proxy(DataSource.class, (proxy, method, arguments) -> kept);
    }

    private static <T> T proxy(Class<T> type, java.lang.reflect.InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
