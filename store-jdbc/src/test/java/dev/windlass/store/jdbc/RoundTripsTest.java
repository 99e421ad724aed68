package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.JobQuery;
import dev.windlass.job.JobStatus;
import dev.windlass.job.RunQuery;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.NodeInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A call makes as many statements for ninety jobs as for two: nothing is done one by one. */
class RoundTripsTest {

    private static final Duration LONG_AFTER = Sample.KEPT.plusDays(1);

    private final AtomicInteger statements = new AtomicInteger();

    @Test
    void onPostgres() throws SQLException {
        try (JdbcJobStore store = TestPostgres.builder(TestPostgres.newSchema()).open()) {
            compare(store);
        }
    }

    @Test
    void onH2() {
        try (JdbcJobStore store =
                JdbcJobStore.builder().url("jdbc:h2:mem:roundtrips").open()) {
            compare(store);
        }
    }

    private void compare(JdbcJobStore store) {
        store.parts.database().watch(sql -> statements.incrementAndGet());
        NodeInfo node = Sample.node(store);
        use(store, node, 2);
        Map<String, Integer> few = fewest(store, node, 2);
        Map<String, Integer> many = fewest(store, node, 90);
        assertThat(many).as("statements for ninety, as for two").isEqualTo(few);
        assertThat(many).allSatisfy((call, count) -> assertThat(count).as(call).isBetween(1, 40));
    }

    /** Now and then, by the clock, a call does a chore besides; hardly three times in a row. */
    private Map<String, Integer> fewest(JdbcJobStore store, NodeInfo node, int jobs) {
        Map<String, Integer> fewest = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            use(store, node, jobs).forEach((call, count) -> fewest.merge(call, count, Math::min));
        }
        return fewest;
    }

    private Map<String, Integer> use(JdbcJobStore store, NodeInfo node, int jobs) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        List<ClaimedRun> claimed = new ArrayList<>();
        counts.put(
                "submit",
                count(() -> store.submit(
                        Stream.generate(() -> Sample.submission(Sample.job()))
                                .limit(jobs)
                                .toList(),
                        Long.MAX_VALUE)));
        counts.put(
                "list the queue",
                count(() -> store.listJobs(JobQuery.all(500).withStatuses(Set.of(JobStatus.QUEUED)))));
        counts.put("claim", count(() -> claimed.addAll(Sample.claim(store, node, jobs))));
        assertThat(claimed).hasSize(jobs);
        counts.put("held runs", count(() -> store.heldRuns(node.id(), null, 1_000)));
        counts.put("start and end", count(() -> store.apply(Sample.completed(node, claimed))));
        counts.put("list jobs", count(() -> store.listJobs(JobQuery.all(500))));
        counts.put("list runs", count(() -> store.listRuns(RunQuery.finished(500))));
        counts.put(
                "prune",
                count(() -> assertThat(
                                store.prune(Instant.now().plus(LONG_AFTER), 500).jobs())
                        .isEqualTo(jobs)));
        return counts;
    }

    private int count(Runnable call) {
        int before = statements.get();
        call.run();
        return statements.get() - before;
    }
}
