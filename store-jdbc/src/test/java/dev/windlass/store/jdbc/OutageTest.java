package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.windlass.JobScheduler;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.job.Settings;
import dev.windlass.job.StoreException;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.Transition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The database goes away in the middle: nothing is lost, nothing doubled, and work goes on by itself. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class OutageTest {

    private static final int KILLS = 15;
    private static final Duration LEASE = Duration.ofSeconds(3);

    private ProxiedPostgres postgres;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void open() throws Exception {
        postgres = new ProxiedPostgres(OutageTest.class);
    }

    @AfterEach
    void close() throws Exception {
        postgres.close();
    }

    @Test
    void aStoppedServerIsATransientFailureAndWorkGoesOnWhenItReturns() throws Exception {
        try (JdbcJobStore store = postgres.builder().open()) {
            NodeInfo node = Sample.node(store);
            Sample.fill(store, 10);
            postgres.proxy.down();
            assertThatThrownBy(() -> Sample.claim(store, node, 1))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.isTransient()).isTrue());
            postgres.proxy.up();
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> !Sample.claim(store, node, 10).isEmpty());
        }
    }

    /** No statement timeout helps, since the server's answer does not arrive; the socket's does. */
    @Test
    void aServerThatSaysNothingAnyMoreIsATransientFailure() throws Exception {
        try (JdbcJobStore store =
                postgres.builder().statementTimeout(Duration.ofMillis(500)).open()) {
            NodeInfo node = Sample.node(store);
            postgres.proxy.fallSilent();
            long began = System.nanoTime();
            assertThatThrownBy(() -> Sample.claim(store, node, 1))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.isTransient()).isTrue());
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(40));
        }
    }

    /** With the socket's timeout alone others would take the node for dead before it could renew on another connection. */
    @Test
    void aLeaseIsNotWaitedForUntilItHasRunOut() throws Exception {
        try (JdbcJobStore store = postgres.builder().open()) {
            NodeInfo node = Sample.node(store);
            postgres.proxy.fallSilent();
            long began = System.nanoTime();
            assertThatThrownBy(() -> store.renew(node, LEASE))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.isTransient()).isTrue());
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LEASE.multipliedBy(3));
        }
    }

    private HikariDataSource hostPool(String options, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(TestPostgres.url() + "&options=" + options);
        config.setSchema(postgres.schema.name());
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(500);
        return new HikariDataSource(config);
    }

    @Test
    void aPoolWithoutAFreeConnectionIsATransientFailure() throws SQLException {
        postgres.schema.builder().open().close();
        // Two of the three connections are kept for signals.
        try (HikariDataSource pool = hostPool("", 3);
                JdbcJobStore store = JdbcJobStore.builder().dataSource(pool).open()) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 2);
            try (Connection last = pool.getConnection()) {
                assertThat(last.isValid(1)).isTrue();
                assertThatThrownBy(store::queueStats)
                        .isInstanceOfSatisfying(
                                StoreException.class,
                                e -> assertThat(e.isTransient()).isTrue());
            }
            assertThat(store.queueStats().ready()).isZero();
        }
    }

    @Test
    void aRowThatSomebodyKeepsLockedIsATransientFailure() throws SQLException {
        postgres.schema.builder().open().close();
        try (HikariDataSource pool = hostPool("-c%20lock_timeout=200", 5);
                JdbcJobStore store = JdbcJobStore.builder().dataSource(pool).open();
                Connection other = TestPostgres.connect()) {
            Sample.fill(store, 1);
            NodeInfo node = Sample.node(store);
            List<ClaimedRun> claimed = Sample.claim(store, node, 1);
            List<Transition> ends = Sample.completed(node, claimed);
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT * FROM " + postgres.schema.name() + ".windlass_running FOR UPDATE");
            assertThatThrownBy(() -> store.apply(ends))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.isTransient()).isTrue());
            other.rollback();
            assertThat(store.apply(ends)).doesNotContain(false);
        }
    }

    private static JobScheduler engine(JdbcJobStore store) {
        return JobScheduler.builder(store)
                .register(JobType.of("echo", Json.class, (params, run) -> RunResult.completed(params)))
                .settings(Settings.builder().slots(4).lease(LEASE).build())
                .start();
    }

    private static void submit(JobScheduler scheduler, int jobs) {
        List<JobRequest> requests = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            requests.add(JobRequest.of("echo", "job-" + i));
        }
        scheduler.jobs().submitAll(requests);
    }

    private void awaitAllCompletedOnce(JdbcJobStore store, int jobs) throws SQLException {
        await().atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(() -> store.queueStats().ready()
                                + store.queueStats().delayed()
                                + store.queueStats().running()
                        == 0);
        assertThat(postgres.column("SELECT job_id FROM %s.windlass_run WHERE job_status IS NOT NULL"))
                .hasSize(jobs)
                .doesNotHaveDuplicates();
        assertThat(postgres.column("SELECT id FROM %s.windlass_job")).hasSize(jobs);
        assertThat(store.listJobs(JobQuery.all(10)).items())
                .allMatch(job -> job.status().isTerminal());
    }

    @Test
    void theEngineOutlivesKilledBackends() throws Exception {
        try (JdbcJobStore store = postgres.schema.builder().open();
                JobScheduler scheduler = engine(store)) {
            submit(scheduler, 1_500);
            for (int kill = 0; kill < KILLS; kill++) {
                TestPostgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name = 'windlass' AND pid <> pg_backend_pid()");
                int enough = ended() + 1_500 / (KILLS + 1);
                await().atMost(Duration.ofSeconds(30)).until(() -> ended() >= Math.min(enough, 1_500));
            }
            awaitAllCompletedOnce(store, 1_500);
        }
    }

    /** Claims too, whose jobs the engine gives back when it finds them among what its node holds. */
    @Test
    void theEngineOutlivesLostReplies() throws Exception {
        try (JdbcJobStore store = postgres.builder().open();
                JobScheduler scheduler = engine(store)) {
            submit(scheduler, 300);
            postgres.proxy.cutReplies(0.2);
            await().atMost(Duration.ofSeconds(20)).until(() -> postgres.proxy.cuts() > 20 || ended() == 300);
            postgres.proxy.cutReplies(0);
            awaitAllCompletedOnce(store, 300);
        }
    }

    private int ended() throws SQLException {
        return postgres.column("SELECT job_id FROM %s.windlass_run WHERE job_status IS NOT NULL")
                .size();
    }

    @Test
    void theEngineOutlivesAStoppedServer() throws Exception {
        try (JdbcJobStore store = postgres.builder().open();
                JobScheduler scheduler = engine(store)) {
            submit(scheduler, 1_000);
            long before = scheduler.counters().getOrDefault("store_failures_total", 0L);
            postgres.proxy.down();
            await().atMost(LEASE.multipliedBy(4)).until(() -> !scheduler.isReady());
            assertThat(scheduler.counters().getOrDefault("store_failures_total", 0L))
                    .as("it went on trying")
                    .isGreaterThan(before);
            postgres.proxy.up();
            await().atMost(Duration.ofSeconds(30)).until(scheduler::isReady);
            awaitAllCompletedOnce(store, 1_000);
        }
    }
}
