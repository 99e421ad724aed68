package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobScheduler;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.RunResult;
import dev.windlass.job.Settings;
import dev.windlass.job.StoreException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL crashes and starts again under two nodes that go on by themselves. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class RestartTest {

    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final int RESTARTS = 3;
    private static final int ACKNOWLEDGED_BETWEEN = 200;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private EmbeddedPostgres server;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void start() throws IOException {
        server = start(0);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                // The helper's default would let a crash take the last acknowledged commits along.
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    /** As by {@code pg_ctl stop -m immediate}: no checkpoint, so that the next start recovers from the log, as after a crash. */
    private void crash() throws Exception {
        String pid = Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0);
        new ProcessBuilder("kill", "-QUIT", pid).start().waitFor();
        ProcessHandle.of(Long.parseLong(pid))
                .ifPresent(process -> process.onExit().join());
    }

    private void startAgain() throws IOException {
        int port = server.getPort();
        server.close();
        server = start(port);
    }

    private static JobScheduler engine(JdbcJobStore store) {
        return JobScheduler.builder(store)
                .register(JobType.of("echo", Json.class, (params, run) -> RunResult.completed(params)))
                .settings(Settings.builder()
                        .slots(2)
                        .maxAttemptsCap(100)
                        .retryPolicy(RetryPolicy.attempts(100))
                        .lease(LEASE)
                        .build())
                .start();
    }

    /** Submits without a pause; an outage makes it submit the next one, since what became of this one is unknown. */
    private static Thread submitter(JobScheduler scheduler, Set<UUID> acknowledged, AtomicBoolean enough) {
        Thread thread = new Thread(
                () -> {
                    while (!enough.get()) {
                        submit(scheduler).ifPresent(job -> acknowledged.add(job.id()));
                    }
                },
                "submitter");
        thread.start();
        return thread;
    }

    private static java.util.Optional<Job> submit(JobScheduler scheduler) {
        try {
            return java.util.Optional.of(scheduler.jobs().submit(JobRequest.of("echo", "x")));
        } catch (StoreException e) {
            return java.util.Optional.empty();
        }
    }

    @Test
    @Tag("T7")
    @Tag("T8")
    void nothingIsLostOrDoubledWhenTheServerCrashesInMidLoad() throws Exception {
        Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicBoolean enough = new AtomicBoolean();
        try (JdbcJobStore storeOne = store();
                JdbcJobStore storeTwo = store();
                JobScheduler one = engine(storeOne);
                JobScheduler two = engine(storeTwo)) {
            Thread first = submitter(one, acknowledged, enough);
            Thread second = submitter(two, acknowledged, enough);
            for (int restart = 0; restart < RESTARTS; restart++) {
                int before = acknowledged.size();
                await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() > before + ACKNOWLEDGED_BETWEEN);
                crash();
                if (restart == 0) {
                    await().atMost(LEASE.multipliedBy(3)).until(() -> !one.isReady() && !two.isReady());
                }
                startAgain();
                await().atMost(Duration.ofSeconds(30)).until(() -> one.isReady() && two.isReady());
            }
            enough.set(true);
            first.join();
            second.join();
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> unfinished() == 0);
        }
        assertThat(acknowledged).hasSizeGreaterThan(RESTARTS * ACKNOWLEDGED_BETWEEN);
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            assertThat(completed(connection)).containsAll(acknowledged);
            Invariants.check(connection);
        }
    }

    private JdbcJobStore store() {
        return JdbcJobStore.open(server.getJdbcUrl("postgres", "postgres"));
    }

    private long unfinished() throws Exception {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT (SELECT count(*) FROM windlass_job)"
                                + " - (SELECT count(*) FROM windlass_run WHERE job_status IS NOT NULL)")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Set<@Nullable UUID> completed(Connection connection) throws Exception {
        Set<@Nullable UUID> ids = new HashSet<>();
        try (ResultSet rows =
                connection.createStatement().executeQuery("SELECT job_id FROM windlass_run WHERE job_status = 2")) {
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
        }
        return ids;
    }
}
