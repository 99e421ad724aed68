package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.windlass.job.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing that the database keeps waiting waits for good. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TimeoutsTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    private static void endsSoon(ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isTransient()).isTrue());
    }

    @Test
    void aStuckStatementEndsOnPostgres() throws SQLException {
        try (JdbcJobStore store = TestPostgres.builder(TestPostgres.newSchema())
                .statementTimeout(SHORT)
                .open()) {
            endsSoon(() -> store.parts.database().read(handle -> handle.execute("SELECT pg_sleep(3600)")));
            endsSoon(() -> store.parts.database().write(handle -> handle.execute("SELECT pg_sleep(3600)")));
            assertThat(store.queueStats().ready()).isZero();
        }
    }

    @Test
    void aStuckStatementEndsOnH2() {
        try (JdbcJobStore store = JdbcJobStore.builder()
                .url("jdbc:h2:mem:stuck")
                .statementTimeout(SHORT)
                .open()) {
            String endless = "SELECT count(*) FROM system_range(1, 1000000000000) WHERE mod(x, 7) = 8";
            endsSoon(() -> store.parts.database().read(handle -> handle.execute(endless)));
            endsSoon(() -> store.parts.database().write(handle -> handle.execute(endless)));
            assertThat(store.queueStats().ready()).isZero();
        }
    }

    @Test
    void aWriterThatHangsOnH2LetsTheOthersFailAndTryAgain() throws Exception {
        ExecutorService hanging = Executors.newSingleThreadExecutor();
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (JdbcJobStore store = JdbcJobStore.builder()
                .url("jdbc:h2:mem:turns")
                .statementTimeout(SHORT)
                .open()) {
            Future<?> turn = hanging.submit(() -> store.parts.database().write(handle -> {
                began.countDown();
                over.await();
                return 0;
            }));
            began.await();
            endsSoon(() -> Sample.fill(store, 1));
            over.countDown();
            turn.get();
            Sample.fill(store, 1);
            assertThat(store.queueStats().ready()).isOne();
        } finally {
            hanging.shutdown();
        }
    }

    @Test
    void aHostsPoolThatSetsNoLimitsGetsOursAndKeepsItsOwn() throws SQLException {
        assertThat(limits("")).isEqualTo("300ms 300ms");
        assertThat(limits("&options=-c%20statement_timeout=7s%20-c%20lock_timeout=5s"))
                .isEqualTo("7s 5s");
    }

    private static String limits(String options) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(TestPostgres.url() + options);
        config.setSchema(TestPostgres.newSchema());
        try (HikariDataSource pool = new HikariDataSource(config);
                JdbcJobStore store = JdbcJobStore.builder()
                        .dataSource(pool)
                        .statementTimeout(SHORT)
                        .open()) {
            return store.parts
                    .database()
                    .read(handle -> handle.createQuery(
                                    "SELECT current_setting('statement_timeout') || ' ' || current_setting('lock_timeout')")
                            .mapTo(String.class)
                            .one());
        }
    }
}
