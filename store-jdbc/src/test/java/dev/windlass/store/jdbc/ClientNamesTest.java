package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.job.OverloadedException;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.SubmitResult;
import dev.windlass.spi.Transition;
import dev.windlass.testing.SettableClock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Clients make up the names of queues, so that what is kept and read for each name has a bound; nothing is lost beyond it. */
class ClientNamesTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));

    private interface Check {
        void of(JdbcJobStore store);
    }

    private void onBoth(Check check) throws SQLException {
        String schema = TestPostgres.newSchema();
        try (JdbcJobStore store = TestPostgres.builder(schema).clock(clock).open()) {
            check.of(store);
        }
        try (JdbcJobStore store = JdbcJobStore.builder()
                .url("jdbc:h2:mem:names" + schema)
                .clock(clock)
                .open()) {
            check.of(store);
        }
    }

    @Test
    void aJobForOneQueueTooManyIsRefusedAsWhenTheQueueIsFullAndTakenWhenOthersWereUnused() throws SQLException {
        onBoth(this::refusesALaneTooMany);
    }

    private void refusesALaneTooMany(JdbcJobStore store) {
        NodeInfo node = new NodeInfo(Sample.id(), "node", Set.of(Sample.TYPE), 1);
        store.join(node, Duration.ofDays(1));
        JobSpec first = job(4);
        assertThat(submit(store, first)).isEqualTo(SubmitResult.Accepted.INSTANCE);
        addLanes(store, LaneTable.MOST_OPEN - 2);
        assertThat(submit(store, job(5))).as("the last one").isEqualTo(SubmitResult.Accepted.INSTANCE);
        assertThat(submit(store, job(6))).as("one too many").isEqualTo(SubmitResult.QueueFull.INSTANCE);
        assertThat(submit(store, job(5))).as("an open one").isEqualTo(SubmitResult.Accepted.INSTANCE);
        assertThat(store.parts.lanes().open()).hasSize(LaneTable.MOST_OPEN);
        Transition.Move move =
                new Transition.Move(first.id(), 4, first.dueAt(), 7, first.dueAt(), false, clock.instant());
        assertThat(store.apply(List.of(move))).as("another priority").containsExactly(false);
        assertThat(store.listJobs(JobQuery.all(10)
                                .withStatuses(Set.of(JobStatus.QUEUED))
                                .withOrder(JobQuery.Order.DISPATCH))
                        .items())
                .extracting(Job::id)
                .hasSize(3)
                .endsWith(first.id());
        clock.advance(Duration.ofMinutes(16));
        for (int i = 0; i < LaneTable.MOST_OPEN / 1_000; i++) {
            store.prune(clock.instant(), 10);
        }
        assertThat(store.parts.lanes().open()).as("those that jobs are in").hasSize(2);
        assertThat(submit(store, job(6))).isEqualTo(SubmitResult.Accepted.INSTANCE);
        assertThat(store.apply(List.of(move))).containsExactly(true);
        assertThat(Sample.claim(store, node, 10))
                .extracting(ClaimedRun::job)
                .extracting(JobSpec::priority)
                .containsExactly(7, 6, 5, 5);
    }

    @Test
    void soManyQueuesCanBePausedByNameAndThenOnlyAll() throws SQLException {
        onBoth(store -> {
            for (int i = 0; i < PauseTable.MOST; i++) {
                store.setPaused("queue-" + i, true);
            }
            assertThat(store.queueStats().pausedQueues()).hasSize(PauseTable.MOST);
            store.setPaused("queue-7", true);
            assertThatThrownBy(() -> store.setPaused("one too many", true)).isInstanceOf(OverloadedException.class);
            store.setPaused(null, true);
            assertThat(store.queueStats().allPaused()).isTrue();
            store.setPaused("queue-7", false);
            store.setPaused("one too many", true);
            assertThat(store.queueStats().pausedQueues()).contains("one too many");
        });
    }

    private JobSpec job(int priority) {
        return Sample.job(Sample.TYPE, priority, clock.instant(), false);
    }

    private static SubmitResult submit(JdbcJobStore store, JobSpec job) {
        return store.submit(List.of(Sample.submission(job)), Long.MAX_VALUE).get(0);
    }

    private void addLanes(JdbcJobStore store, int count) {
        String series = store.parts.database().dialect().isShared()
                ? "generate_series(1, %d) s(n)"
                : "SYSTEM_RANGE(1, %d) s(n)";
        store.parts
                .database()
                .write(handle -> handle.createUpdate(
                                "INSERT INTO windlass_lane (queue, type, rnk, used_at, retired) SELECT 'made-up-' || s.n, '"
                                        + Sample.TYPE + "', 5, :now, false FROM " + series.formatted(count))
                        .bind("now", Micros.of(clock.instant()))
                        .execute());
    }
}
