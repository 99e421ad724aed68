package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.windlass.job.JobSpec;
import dev.windlass.spi.IdempotencyRecord;
import dev.windlass.spi.StoreListener;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import java.nio.file.Path;
import java.sql.Connection;
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

    private static void aKeyJoinsToo(JdbcJobStore store, Connection connection) throws SQLException {
        IdempotencyRecord key = new IdempotencyRecord(
                "me", "k", new byte[] {1}, new byte[] {2}, Instant.now().plusSeconds(60));
        Submission first = new Submission(List.of(Sample.job()), null, null, key, List.of());
        Submission second = new Submission(List.of(Sample.job()), null, null, key, List.of());
        assertThat(store.submit(connection, first)).isEqualTo(SubmitResult.Accepted.INSTANCE);
        connection.rollback();
        assertThat(store.submit(connection, second)).isEqualTo(SubmitResult.Accepted.INSTANCE);
        connection.commit();
        assertThat(store.submit(connection, first)).isInstanceOf(SubmitResult.Replayed.class);
        connection.rollback();
    }
}
