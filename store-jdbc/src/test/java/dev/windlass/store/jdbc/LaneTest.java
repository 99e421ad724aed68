package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.JobSpec;
import dev.windlass.spi.NodeInfo;
import dev.windlass.testing.SettableClock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
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

    private void submit(JdbcJobStore store, int priority) {
        JobSpec job = Sample.job(Sample.TYPE, priority, clock.instant(), false);
        store.submit(java.util.List.of(Sample.submission(job)), Long.MAX_VALUE);
    }
}
