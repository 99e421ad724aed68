package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.spi.StoreListener;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Collection;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
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
}
