package dev.windlass.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.windlass.JobScheduler;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.job.Settings;
import dev.windlass.store.jdbc.JdbcJobStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code /readyz} answers soon whatever keeps the database: 503 while nothing can be written, 200 again afterwards. */
@Timeout(90)
class ReadinessTest {

    private static final int CONNECTIONS = 6;
    private static final Duration LEASE = Duration.ofMillis(900);

    /** For one answer; the database is given half a second. */
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    private EmbeddedPostgres postgres;
    private HikariDataSource pool;
    private JdbcJobStore store;
    private JobScheduler scheduler;
    private JobHttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(500);
        pool = new HikariDataSource(config);
        store = JdbcJobStore.builder()
                .dataSource(pool)
                .statementTimeout(Duration.ofMillis(500))
                .open();
        scheduler = JobScheduler.builder(store)
                .register(JobType.of("echo", Json.class, (params, run) -> RunResult.completed(params)))
                .settings(Settings.builder().lease(LEASE).build())
                .start();
        server = JobHttpServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                JobHttpHandler.builder().ready(scheduler::isReady));
        awaitStatus(200);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        scheduler.close();
        store.close();
        pool.close();
        postgres.close();
    }

    private int status() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/readyz"))
                .timeout(AT_ONCE)
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException("No answer within " + AT_ONCE, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each look is answered in time, or it fails. */
    private void awaitStatus(int wanted) {
        await().atMost(Duration.ofSeconds(20)).until(() -> status() == wanted);
    }

    @Test
    void whileThePoolIsFull() throws SQLException {
        List<Connection> all = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
            // Two are kept for signals.
            if (all.size() < CONNECTIONS - 2) {
                all.add(pool.getConnection());
            }
            return all.size() == CONNECTIONS - 2;
        });
        awaitStatus(503);
        for (Connection connection : all) {
            connection.close();
        }
        awaitStatus(200);
    }

    @Test
    void whileSomebodyKeepsRowsLocked() throws SQLException {
        try (Connection other = postgres.getPostgresDatabase().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            assertThat(statement
                            .executeQuery("SELECT * FROM windlass_node FOR UPDATE")
                            .next())
                    .isTrue();
            awaitStatus(503);
            other.rollback();
        }
        awaitStatus(200);
    }
}
