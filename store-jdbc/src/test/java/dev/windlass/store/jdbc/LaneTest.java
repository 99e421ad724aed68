package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.job.JobSpec;
import dev.windlass.spi.NodeInfo;
import dev.windlass.testing.SettableClock;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Clients name queues as they like, and a claim looks at each lane: lanes that are not used any more must not stay in its way. */
class LaneTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));

    @Test
    void onPostgresEmptyLanesRetireAndComeBackWhenTheyAreUsed() throws SQLException {
        try (JdbcJobStore store =
                TestPostgres.builder(TestPostgres.newSchema()).clock(clock).open()) {
            retire(store);
        }
    }

    @Test
    void onH2EmptyLanesRetireAndComeBackWhenTheyAreUsed() {
        try (JdbcJobStore store =
                JdbcJobStore.builder().url("jdbc:h2:mem:lanes").clock(clock).open()) {
            retire(store);
        }
    }

    private void retire(JdbcJobStore store) {
        LaneTable lanes = store.parts.lanes();
        NodeInfo node = new NodeInfo(Sample.id(), "node", Set.of(Sample.TYPE), 1);
        store.join(node, Duration.ofDays(1));
        submit(store, 4);
        assertThat(Sample.claim(store, node, 1)).hasSize(1);
        submit(store, 5);
        store.apply(Sample.completed(node, Sample.claim(store, node, 1)));
        assertThat(lanes.open()).hasSize(2);
        clock.advance(Duration.ofMinutes(16));
        store.prune(clock.instant(), 10);
        assertThat(lanes.open()).as("one still has a job that runs").hasSize(1);
        submit(store, 5);
        assertThat(lanes.open()).hasSize(2);
        assertThat(Sample.claim(store, node, 1)).hasSize(1);
    }

    /** A retirement that waits for the row of a lane must see what was written there meanwhile. */
    @Test
    void aLaneThatIsUsedWhileItIsRetiredStaysOpen() throws Exception {
        String schema = TestPostgres.newSchema();
        ExecutorService pruner = Executors.newSingleThreadExecutor();
        try (JdbcJobStore store = TestPostgres.builder(schema).clock(clock).open();
                Connection user = TestPostgres.connect()) {
            store.parts.lanes().prepare(Sample.job());
            clock.advance(Duration.ofMinutes(16));
            user.setAutoCommit(false);
            user.createStatement()
                    .execute("UPDATE " + schema + ".windlass_lane SET used_at = " + Micros.of(clock.instant()));
            Future<?> pruning = pruner.submit(() -> LaneRetirement.retireUnused(store.parts.database()));
            await().atMost(Duration.ofSeconds(10)).until(() -> waits(user));
            user.commit();
            pruning.get();
            assertThat(store.parts.lanes().open()).hasSize(1);
        } finally {
            pruner.shutdown();
        }
    }

    private static boolean waits(Connection connection) throws SQLException {
        try (ResultSet rows = connection
                .createStatement()
                .executeQuery("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND query LIKE 'UPDATE %windlass_lane SET retired%'")) {
            rows.next();
            return rows.getInt(1) > 0;
        }
    }

    /** A process whose clock is slow, and that has no node to learn the server's time from. */
    @Test
    void aUseIsNotedByTheServersClock() throws SQLException {
        String schema = TestPostgres.newSchema();
        try (JdbcJobStore store = TestPostgres.builder(schema).open()) {
            store.parts.lanes().prepare(Sample.job());
            LaneRetirement.retireUnused(store.parts.database());
            assertThat(store.parts.lanes().open()).hasSize(1);
        }
        try (Connection connection = TestPostgres.connect();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT abs(used_at / 1e6 - extract(epoch FROM now())) FROM " + schema
                                + ".windlass_lane")) {
            rows.next();
            assertThat(rows.getDouble(1)).isLessThan(60);
        }
    }

    /** Each with a mark: neither the lanes and their marks, nor the lanes and what was claimed, are compared each with each. */
    @Test
    void aClaimBesideAThousandLanesLooksAtEachOnce() throws SQLException {
        int many = 1_000;
        String schema = TestPostgres.newSchema();
        try (JdbcJobStore store = TestPostgres.builder(schema).open()) {
            NodeInfo node = Sample.node(store);
            TestPostgres.execute("INSERT INTO " + schema + ".windlass_lane (queue, type, rnk, used_at, retired)"
                    + " SELECT 'q' || n, '" + Sample.TYPE + "', 5, 0, false FROM generate_series(1, " + many + ") n");
            Sample.fill(store, 20);
            SortedMap<Integer, Long> marks = new TreeMap<>();
            store.parts.lanes().open().forEach(lane -> marks.put(lane.id(), 1L));
            long compared =
                    store.parts.database().read(handle -> inVain(PinnedSnapshotTest.explain(handle, node, marks)));
            assertThat(compared).as("rows compared in vain").isLessThan(2 * many);
        }
    }

    private static long inVain(List<String> plan) {
        assertThat(plan).anyMatch(line -> line.contains("windlass_lane"));
        return plan.stream()
                .map(String::strip)
                .filter(line -> line.startsWith("Rows Removed by Join Filter:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .sum();
    }

    private void submit(JdbcJobStore store, int priority) {
        JobSpec job = Sample.job(Sample.TYPE, priority, clock.instant(), false);
        store.submit(List.of(Sample.submission(job)), Long.MAX_VALUE);
    }
}
