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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
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
            long all = buffers(store, node, Map.of());
            long marked = buffers(store, node, Map.of(lane, last));
            assertThat(marked).as("buffers with the mark, without %d", all).isLessThan(200);
            assertThat(all).as("the mark is worth something").isGreaterThan(marked * 2);
        }
    }

    /** What a claim of ten reads; it is rolled back. */
    private static long buffers(JdbcJobStore store, NodeInfo node, Map<Integer, Long> lows) {
        return store.parts.database().read(handle -> {
            handle.begin();
            List<String> plan = explain(handle, node, lows);
            handle.rollback();
            String buffers = plan.stream()
                    .filter(line -> line.strip().startsWith("Buffers:"))
                    .findFirst()
                    .orElseThrow();
            return Stream.of(buffers.split(" "))
                    .filter(word -> word.startsWith("hit=") || word.startsWith("read="))
                    .mapToLong(word -> Long.parseLong(word.substring(word.indexOf('=') + 1)))
                    .sum();
        });
    }

    private static List<String> explain(Handle handle, NodeInfo node, Map<Integer, Long> lows) {
        ClaimRequest request = new ClaimRequest(
                node.id(), node.types(), Stream.generate(Sample::id).limit(10).toList(), Map.of());
        return PostgresClaimer.bind(
                        handle.createQuery("EXPLAIN (ANALYZE, BUFFERS) " + PostgresClaimer.FREE_CLAIM), request, lows)
                .map((rows, context) -> Objects.requireNonNull(rows.getString(1)))
                .list();
    }
}
