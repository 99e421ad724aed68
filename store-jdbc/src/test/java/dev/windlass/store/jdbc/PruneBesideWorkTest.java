package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.Job;
import dev.windlass.job.JobSpec;
import dev.windlass.job.Schedule;
import dev.windlass.job.Schedule.Misfire;
import dev.windlass.job.Schedule.Overlap;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.IdempotencyRecord;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.PruneReport;
import dev.windlass.spi.Submission;
import dev.windlass.tck.schedule.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pruning leaves the work alone: it holds nothing that work waits for, and what it does at once is bounded. */
@Tag("A8")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PruneBesideWorkTest {

    private static final int ENDED = 4_000;
    private static final int BATCH = 1_000;
    private static final Duration LONG_AFTER = Sample.KEPT.plusDays(1);
    private static final String OF_ENDED = "SELECT id, job_id FROM windlass_run WHERE forget_at <= ?";

    /**
     * After each statement of the pruner, with the locks that its transaction has by then, another store submits, claims, ends and fires. Both
     * are on one thread, so a wait could only end by the lock timeout, which fails the work.
     */
    @Test
    void onPostgresNoLockOfThePrunerHoldsUpAnything() throws Exception {
        String schema = TestPostgres.newSchema();
        World world = new World(
                Instant.now().toString(),
                clock -> TestPostgres.builder(schema)
                        .clock(clock)
                        .statementTimeout(Duration.ofSeconds(4))
                        .open());
        Schedule schedule = world.schedule("* * * * *", "UTC", Misfire.FIRE_ONCE, Overlap.SKIP);
        NodeInfo node = node(world.store);
        try (JdbcJobStore pruning =
                TestPostgres.builder(schema).clock(world.clock).open()) {
            fire(world, node);
            fill(world.store, node);
            world.clock.advance(LONG_AFTER);
            world.store.renew(node, Duration.ofDays(400));
            List<String> worked = new ArrayList<>();
            world.jobs.told.clear();
            afterEach(pruning, sql -> {
                worked.add(sql);
                work(world, node, worked);
            });
            PruneReport report = pruning.prune(world.clock.instant(), BATCH);
            assertThat(report.jobs()).isEqualTo(BATCH);
            assertThat(report.more()).isTrue();
            assertThat(worked).hasSizeGreaterThan(10);
            assertThat(world.instantsOf(schedule))
                    .hasSameSizeAs(world.jobs.told)
                    .hasSizeGreaterThan(1);
            assertThat(worked.stream().filter(sql -> sql.startsWith(OF_ENDED))).hasSize(1);
            assertThat(ended(world.store)).isEqualTo(ENDED + 1 - BATCH + worked.size() + world.jobs.told.size());
        } finally {
            world.store.close();
        }
    }

    /** On H2 writers take turns: between two of the pruner's, each of which ends a transaction, whoever waits has its own. */
    @Test
    void onH2ATransactionOfThePrunerIsSmall() {
        try (JdbcJobStore store =
                JdbcJobStore.builder().url("jdbc:h2:mem:prune-beside-work").open()) {
            fill(store, node(store));
            List<String> statements = new ArrayList<>();
            afterEach(store, statements::add);
            PruneReport report = store.prune(Instant.now().plus(LONG_AFTER), BATCH);
            assertThat(report.jobs()).isEqualTo(BATCH);
            assertThat(report.more()).isTrue();
            assertThat(ended(store)).isEqualTo(ENDED - BATCH);
            assertThat(statements.stream().filter(sql -> sql.startsWith(OF_ENDED)))
                    .hasSize(BATCH / Pruner.TURN);
        }
    }

    private static NodeInfo node(JobStore store) {
        NodeInfo node = new NodeInfo(Sample.id(), "node", Set.of(Sample.TYPE, "report"), 4);
        store.join(node, Duration.ofDays(400));
        return node;
    }

    private static void fill(JobStore store, NodeInfo node) {
        for (int i = 0; i < ENDED / 500; i++) {
            store.submit(
                    Stream.generate(() -> keyed(Sample.job(), Sample.id().toString(), Instant.now()))
                            .limit(500)
                            .toList(),
                    Long.MAX_VALUE);
            assertThat(store.apply(Sample.completed(node, Sample.claim(store, node, 500))))
                    .doesNotContain(false);
        }
    }

    private static Submission keyed(JobSpec job, String key, Instant at) {
        byte[] bytes = key.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return new Submission(
                List.of(job),
                null,
                null,
                new IdempotencyRecord("jobs", key, bytes, bytes, at.plus(Duration.ofDays(1))),
                List.of());
    }

    private static void afterEach(JdbcJobStore store, java.util.function.Consumer<String> then) {
        store.parts.database().watch(sql -> then.accept(sql.text()));
    }

    /** A job from its submission to its end, and once its former job is going, a fire of the schedule. */
    private static void work(World world, NodeInfo node, List<String> sofar) {
        JobStore store = world.store;
        String key = "key " + sofar.size();
        store.submit(List.of(keyed(Sample.job(), key, world.clock.instant())), Long.MAX_VALUE);
        if (sofar.stream().anyMatch(sql -> sql.startsWith("DELETE FROM windlass_schedule_job"))) {
            fire(world, node);
        } else {
            end(store, node);
        }
        assertThat(store.queueStats().ready()).as(key).isZero();
    }

    private static void fire(World world, NodeInfo node) {
        world.clock.advance(Duration.ofMinutes(1));
        int before = world.jobs.told.size();
        world.ticker().runOnce();
        assertThat(world.jobs.told).hasSize(before + 1);
        end(world.store, node);
    }

    private static void end(JobStore store, NodeInfo node) {
        List<ClaimedRun> claimed = Sample.claim(store, node, 10);
        assertThat(claimed).isNotEmpty();
        assertThat(store.apply(Sample.completed(node, claimed))).doesNotContain(false);
    }

    private static long ended(JobStore store) {
        long count = 0;
        var page = store.listJobs(dev.windlass.job.JobQuery.all(500));
        while (true) {
            count += page.items().stream()
                    .map(Job::status)
                    .filter(status -> status.isTerminal())
                    .count();
            if (page.next() == null) {
                return count;
            }
            page = store.listJobs(dev.windlass.job.JobQuery.all(500).from(page.next()));
        }
    }
}
