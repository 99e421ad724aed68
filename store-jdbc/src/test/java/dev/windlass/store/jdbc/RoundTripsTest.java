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

    /** Now and then, by the clock, a call does a chore besides: a statement or two, where one by one would be 88 more. */
    private static final int CHORES = 8;

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
        Map<String, Integer> few = use(store, node, 2);
        Map<String, Integer> many = use(store, node, 90);
        assertThat(few)
                .allSatisfy((call, count) -> assertThat(many.get(call))
                        .as("%s: statements for ninety, and %s for two", call, count)
                        .isBetween(1, count + CHORES));
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
