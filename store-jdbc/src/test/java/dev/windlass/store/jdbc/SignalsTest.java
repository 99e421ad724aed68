package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.windlass.spi.StoreListener;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signals between processes outlive the connections that they go through: nobody has to wait for a poll. */
@Timeout(60)
class SignalsTest {

    /** Far below the interval at which an idle node polls. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final String CHANNEL = "signals_test";

    private FaultyProxy proxy;
    private PostgresSignals teller;
    private PostgresSignals hearer;
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void open() throws Exception {
        String url = TestPostgres.url();
        int port = Integer.parseInt(url.replaceAll(".*:(\\d+)/.*", "$1"));
        proxy = new FaultyProxy(port, 1);
        String cut = url.replace(":" + port + "/", ":" + proxy.port() + "/");
        teller = new PostgresSignals(() -> DriverManager.getConnection(cut), CHANNEL, false);
        hearer = new PostgresSignals(() -> DriverManager.getConnection(url), CHANNEL, false);
    }

    @AfterEach
    void close() throws Exception {
        teller.close();
        hearer.close();
        proxy.close();
    }

    private StoreListener ear() {
        return new StoreListener() {
            @Override
            public void workAvailable() {
                heard.add("work");
            }

            @Override
            public void cancelRequested() {
                heard.add("cancel");
            }

            @Override
            public void deliveriesAvailable() {
                heard.add("deliveries");
            }

            @Override
            public void changed(Collection<UUID> ids) {}
        };
    }

    private void awaitSignal() {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            teller.workAdded();
            return heard.contains("work");
        });
        // What was told more than once has arrived when another kind, told after it, has.
        heard.clear();
        teller.cancelRequested();
        await().atMost(SOON).until(() -> heard.contains("cancel"));
        heard.clear();
    }

    @Test
    void whatWasToldOnAConnectionThatBreaksIsToldAgain() {
        hearer.listen(ear());
        teller.start();
        hearer.start();
        await().atMost(SOON).until(() -> heard.contains("deliveries"));
        awaitSignal();
        proxy.down();
        teller.workAdded();
        assertThat(heard).isEmpty();
        proxy.up();
        await().atMost(SOON).until(() -> heard.contains("work"));
        assertThat(heard).as("and nothing else").containsOnly("work");
    }

    @Test
    void whoHeardNothingForAWhileLooksAtOnce() {
        teller.listen(ear());
        teller.start();
        await().atMost(SOON).until(() -> heard.contains("deliveries"));
        proxy.down();
        heard.clear();
        proxy.up();
        await().atMost(SOON).until(() -> heard.contains("work"));
        await().atMost(SOON).until(() -> heard.contains("cancel") && heard.contains("deliveries"));
    }

    private static HikariDataSource hostPool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(TestPostgres.url());
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    private static List<String> read(DataSource source, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = source.getConnection();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    /** Gives the pool's connection once. */
    private static Callable<Connection> once(DataSource pool, UnaryOperator<Connection> wrapper) {
        AtomicBoolean given = new AtomicBoolean();
        return () -> {
            if (given.getAndSet(true)) {
                throw new SQLException("That was all", "08001");
            }
            return wrapper.apply(pool.getConnection());
        };
    }

    private static Connection refusingToTell(Connection real, AtomicBoolean refused) {
        return (Connection) Proxy.newProxyInstance(
                SignalsTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                    if (method.getName().equals("prepareStatement")) {
                        refused.set(true);
                        throw new SQLException("canceling statement due to user request", "57014");
                    }
                    return method.invoke(real, args);
                });
    }

    @Test
    void aHostsConnectionCommitsAsBeforeWhenASignalFailed() throws Exception {
        AtomicBoolean refused = new AtomicBoolean();
        try (HikariDataSource pool = hostPool();
                PostgresSignals failing =
                        new PostgresSignals(once(pool, real -> refusingToTell(real, refused)), CHANNEL, false)) {
            failing.startNotifying();
            failing.workAdded();
            await().atMost(SOON).untilTrue(refused);
            assertThat(read(pool, "SHOW synchronous_commit")).containsExactly("on");
        }
    }

    @Test
    void aHostsConnectionListensNoMoreWhenAListenerFailed() throws Exception {
        AtomicBoolean told = new AtomicBoolean();
        try (HikariDataSource pool = hostPool();
                PostgresSignals failing = new PostgresSignals(once(pool, real -> real), CHANNEL, false)) {
            failing.listen(new Failing(told));
            failing.startListening();
            await().atMost(SOON).untilTrue(told);
            assertThat(read(pool, "SELECT pg_listening_channels()")).isEmpty();
        }
    }

    private record Failing(AtomicBoolean told) implements StoreListener {

        @Override
        public void workAvailable() {
            told.set(true);
            throw new IllegalStateException("The listener fails");
        }

        @Override
        public void cancelRequested() {}

        @Override
        public void deliveriesAvailable() {}

        @Override
        public void changed(Collection<UUID> ids) {}
    }

    /** Counts what is written and not flushed right after it; now and then somebody else flushes, or has written something. */
    @Test
    void aSignalWaitsForNoFlush() throws Exception {
        String table = TestPostgres.newSchema() + ".written";
        TestPostgres.execute("CREATE TABLE " + table + " (one integer)");
        int times = 20;
        assertThat(unflushed("SELECT pg_notify('" + CHANNEL + "', 'nobody w')", times))
                .isGreaterThan(times / 2);
        assertThat(unflushed("INSERT INTO " + table + " VALUES (1)", times))
                .as("other commits do")
                .isLessThan(times / 2);
    }

    private static int unflushed(String sql, int times) throws SQLException {
        int unflushed = 0;
        try (Connection connection = TestPostgres.connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < times; i++) {
                statement.execute(sql);
                try (ResultSet rows =
                        statement.executeQuery("SELECT pg_current_wal_insert_lsn() > pg_current_wal_flush_lsn()")) {
                    rows.next();
                    unflushed += rows.getBoolean(1) ? 1 : 0;
                }
            }
        }
        return unflushed;
    }
}
