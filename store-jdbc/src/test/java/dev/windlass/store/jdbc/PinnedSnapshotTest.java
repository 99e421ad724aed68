package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.NodeInfo;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** While an old transaction is open, vacuum may remove nothing; a claim behind the watermark does not read what was claimed before. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PinnedSnapshotTest {

    private static final int DEAD = 20_000;

    @Test
    void aClaimReadsNoDeadRows() throws SQLException {
        String schema = TestPostgres.newSchema();
        try (JdbcJobStore store = TestPostgres.builder(schema).open();
                Connection pin = TestPostgres.connect()) {
            NodeInfo node = Sample.node(store);
            pin.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            pin.setAutoCommit(false);
            pin.createStatement().execute("SELECT count(*) FROM " + schema + ".windlass_ready");
            Sample.fill(store, DEAD);
            long last = 0;
            for (int left = DEAD; left > 0; left -= 500) {
                List<ClaimedRun> claimed = Sample.claim(store, node, 500);
                store.apply(Sample.completed(node, claimed));
                last = Micros.of(claimed.get(claimed.size() - 1).job().dueAt());
            }
            Sample.fill(store, 100);
            int lane = store.parts.lanes().idOf(Sample.job());
            long all = buffers(store, node, new TreeMap<>());
            long marked = buffers(store, node, new TreeMap<>(Map.of(lane, last)));
            assertThat(marked).as("buffers with the mark, without %d", all).isLessThan(200);
            assertThat(all).as("the mark is worth something").isGreaterThan(marked * 2);
        }
    }

    /** Delayed jobs that came and went, which a look for the next one and a move of it need not meet. */
    @Test
    void aLookForDelayedJobsReadsNoDeadRows() throws SQLException {
        String schema = TestPostgres.newSchema();
        try (JdbcJobStore store = TestPostgres.builder(schema).open();
                Connection pin = TestPostgres.connect()) {
            pin.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            pin.setAutoCommit(false);
            pin.createStatement().execute("SELECT count(*) FROM " + schema + ".windlass_waiting");
            String table = schema + ".windlass_waiting";
            String columns = " (wake_at, job_id, lane, due_at, created_at, fence, attempts, starts, lost_starts,"
                    + " states_sent) SELECT n, gen_random_uuid(), 1, n, n, 0, 0, 0, 0, 0 FROM generate_series(";
            TestPostgres.execute("INSERT INTO " + table + columns + "1, " + DEAD + ") n");
            TestPostgres.execute("DELETE FROM " + table);
            TestPostgres.execute("INSERT INTO " + table + columns + (DEAD + 1) + ", " + (DEAD + 10) + ") n");
            for (String sql : List.of(DelayedJobs.NEXT, DelayedJobs.PROMOTE_POSTGRESQL)) {
                long all = lookedFor(store, sql, Long.MIN_VALUE);
                long marked = lookedFor(store, sql, DEAD);
                assertThat(marked)
                        .as("buffers with the mark, without %d: %s", all, sql)
                        .isLessThan(150);
                assertThat(all).as("the mark is worth something").isGreaterThan(marked * 2);
            }
        }
    }

    private static long lookedFor(JdbcJobStore store, String sql, long from) {
        return store.parts
                .database()
                .read(handle -> rolledBack(
                        handle,
                        () -> handle.createQuery("EXPLAIN (ANALYZE, BUFFERS) " + sql)
                                .bind("from", from)
                                .bind("limit", 10)
                                .bind("now", 0)
                                .map(rows -> Objects.requireNonNull(rows.getString(1)))
                                .list()));
    }

    private static long rolledBack(Handle handle, Supplier<List<String>> explain) throws SQLException {
        handle.connection().setAutoCommit(false);
        List<String> plan = explain.get();
        handle.connection().rollback();
        return buffers(plan);
    }

    /**
     * What nodes ask every second and with each lease meets no dead row. The rare look for lost claims does, and no index would help, since
     * its entries lead to the dead rows too: it reads the table once as a whole.
     */
    @Test
    void cancelRequestsAndLeasesReadNoDeadRowsAndALookForLostClaimsReadsThemOnce() throws SQLException {
        String schema = TestPostgres.newSchema();
        try (JdbcJobStore store = TestPostgres.builder(schema).open();
                Connection pin = TestPostgres.connect()) {
            NodeInfo node = Sample.node(store);
            pin.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            pin.setAutoCommit(false);
            pin.createStatement().execute("SELECT count(*) FROM " + schema + ".windlass_running");
            Sample.fill(store, DEAD);
            for (int left = DEAD; left > 0; left -= 500) {
                store.apply(Sample.completed(node, Sample.claim(store, node, 500)));
            }
            Sample.fill(store, 10);
            UUID[] held = Sample.claim(store, node, 10).stream()
                    .map(claim -> claim.token().runId())
                    .toArray(UUID[]::new);
            assertThat(held).hasSize(10);
            long pages = store.parts
                    .database()
                    .read(handle -> handle.createQuery("SELECT pg_relation_size('windlass_running') / 8192")
                            .mapTo(Long.class)
                            .one());
            assertThat(pages).as("pages of dead rows").isGreaterThan(300);
            assertThat(buffers(store, HeldRuns.CANCEL_REQUESTS, node, held))
                    .as("buffers for cancel requests of ten, of %d pages", pages)
                    .isLessThan(60);
            assertThat(buffers(store, NodeTable.PULSE, node, held))
                    .as("buffers for whether others are lost, of %d pages", pages)
                    .isLessThan(20);
            assertThat(buffers(store, HeldRuns.OF_NODE, node, held))
                    .as("buffers for all that it holds, of %d pages", pages)
                    .isLessThan(pages + 200);
        }
    }

    private static long buffers(JdbcJobStore store, String sql, NodeInfo node, UUID[] ids) {
        return store.parts
                .database()
                .read(handle -> buffers(handle.createQuery("EXPLAIN (ANALYZE, BUFFERS) " + sql)
                        .bind("node", node.id())
                        .bind("now", 0)
                        .bind("after", new UUID(0, 0))
                        .bind("limit", 500)
                        .bindArray("ids", UUID.class, List.of(ids))
                        .map(rows -> Objects.requireNonNull(rows.getString(1)))
                        .list()));
    }

    /** A claim takes the params of its own jobs along, and meets no others. */
    @Test
    void aClaimReadsNoParamsButThoseOfWhatItTakes() throws SQLException {
        String schema = TestPostgres.newSchema();
        try (JdbcJobStore store = TestPostgres.builder(schema).open()) {
            NodeInfo node = Sample.node(store);
            Sample.fill(store, 200);
            long before = buffers(store, node, new TreeMap<>());
            String big = "(SELECT string_agg(gen_random_uuid()::text, '') FROM generate_series(1, 7000))";
            TestPostgres.execute("UPDATE " + schema + ".windlass_job SET params = '{\"p\":\"' || " + big
                    + " || '\"}' WHERE id IN (SELECT job_id FROM " + schema
                    + ".windlass_ready ORDER BY due_at, job_id OFFSET 10)");
            assertThat(buffers(store, node, new TreeMap<>()))
                    .as("buffers beside 190 jobs of 250 KB, %d without them", before)
                    .isLessThan(before + 100);
        }
    }

    /** What a claim of ten reads; it is rolled back. */
    private static long buffers(JdbcJobStore store, NodeInfo node, SortedMap<Integer, Long> lows) {
        return store.parts.database().read(handle -> rolledBack(handle, () -> explain(handle, node, lows)));
    }

    private static long buffers(List<String> plan) {
        String buffers = plan.stream()
                .filter(line -> line.strip().startsWith("Buffers:"))
                .findFirst()
                .orElseThrow();
        return Stream.of(buffers.split(" "))
                .filter(word -> word.startsWith("hit=") || word.startsWith("read="))
                .mapToLong(word -> Long.parseLong(word.substring(word.indexOf('=') + 1)))
                .sum();
    }

    /** The plan of a claim of ten, as it went. */
    static List<String> explain(Handle handle, NodeInfo node, SortedMap<Integer, Long> lows) {
        ClaimRequest request = new ClaimRequest(
                node.id(), node.types(), Stream.generate(Sample::id).limit(10).toList(), Map.of());
        return PostgresClaimer.bind(
                        handle.createQuery("EXPLAIN (ANALYZE, BUFFERS) " + PostgresClaimer.FREE_CLAIM), request, lows)
                .map(rows -> Objects.requireNonNull(rows.getString(1)))
                .list();
    }
}
