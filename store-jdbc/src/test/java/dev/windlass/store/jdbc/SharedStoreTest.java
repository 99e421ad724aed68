package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.StoreListener;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import dev.windlass.spi.SubscriberEvents;
import dev.windlass.spi.Transition;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** Two processes, here two stores, on one PostgreSQL. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SharedStoreTest {

    private static final long AGE = Duration.ofMinutes(4).toNanos();

    private final CleanSchema schema = CleanSchema.of(SharedStoreTest.class);
    private JdbcJobStore one;
    private JdbcJobStore two;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void open() throws SQLException {
        schema.empty();
        one = schema.builder().open();
        two = schema.builder().open();
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    /** Notes what it is told. */
    private static final class Ear implements StoreListener {
        private final Queue<String> heard = new ConcurrentLinkedQueue<>();
        private final Set<UUID> changed = ConcurrentHashMap.newKeySet();

        @Override
        public void workAvailable() {
            heard.add("work");
        }

        @Override
        public void cancelRequested() {
            heard.add("cancel");
        }

        @Override
        public void deliveriesAvailable() {
            heard.add("deliveries");
        }

        @Override
        public void changedElsewhere(Collection<UUID> ids) {
            heard.add("changed");
            changed.addAll(ids);
        }

        @Override
        public void changed(Collection<UUID> ids) {
            throw new IllegalStateException("Nothing changes here");
        }
    }

    @Test
    void oneIsToldWithinMillisecondsWhatTheOtherDid() {
        Ear ear = new Ear();
        two.listen(ear);
        NodeInfo node = Sample.node(one);
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            Sample.fill(one, 1);
            return ear.heard.contains("work");
        });
        await().atMost(Duration.ofSeconds(10)).until(() -> !ear.changed.isEmpty());
        ClaimedRun claim = Sample.claim(one, node, 1).get(0);
        one.apply(List.of(Sample.start(claim)));
        one.apply(List.of(new Transition.RequestCancel(claim.job().id(), Instant.now(), "enough", List.of())));
        await().atMost(Duration.ofSeconds(10)).until(() -> ear.heard.contains("cancel"));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> ear.changed.contains(claim.job().id())
                        && ear.changed.contains(claim.token().runId()));
        assertThat(two.heldRuns(node.id(), null, 1_000).get(0).cancelReason()).isEqualTo("enough");
    }

    /** However each of them was told of the schema, and however it writes the prefix. */
    @Test
    void storesOnTheSameTablesHearEachOther() throws SQLException {
        String schemaName = TestPostgres.newSchema();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(TestPostgres.url());
        source.setCurrentSchema(schemaName);
        try (JdbcJobStore first = TestPostgres.builder(schemaName)
                        .tablePrefix("App_Jobs_")
                        .open();
                JdbcJobStore second = JdbcJobStore.builder()
                        .dataSource(source)
                        .tablePrefix("app_jobs_")
                        .open()) {
            Ear ear = new Ear();
            second.listen(ear);
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                Sample.fill(first, 1);
                return ear.heard.stream().filter("work"::equals).count() > 2;
            });
        }
    }

    @Test
    void batchesSideBySideDoNotFillTheQueueBeyondItsLimit() throws Exception {
        ExecutorService submitters = Executors.newFixedThreadPool(4);
        List<Future<List<SubmitResult>>> batches = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            List<Submission> batch = Stream.generate(() -> Sample.submission(Sample.job()))
                    .limit(10)
                    .toList();
            batches.add(submitters.submit(() -> one.submit(batch, 95)));
        }
        List<SubmitResult> results = new ArrayList<>();
        for (Future<List<SubmitResult>> batch : batches) {
            results.addAll(batch.get());
        }
        submitters.shutdown();
        assertThat(one.queueStats().ready())
                .isEqualTo(results.stream()
                        .filter(SubmitResult.Accepted.INSTANCE::equals)
                        .count());
        assertThat(one.queueStats().ready()).isBetween(90L, 95L);
    }

    @Test
    void noJobIsClaimedTwiceAndNoneIsLeft() throws Exception {
        int jobs = 6_000;
        Sample.fill(one, jobs);
        ExecutorService claimers = Executors.newFixedThreadPool(4);
        List<Future<List<UUID>>> claims = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            JdbcJobStore store = i % 2 == 0 ? one : two;
            claims.add(claimers.submit(() -> drain(store)));
        }
        List<UUID> all = new ArrayList<>();
        for (Future<List<UUID>> claim : claims) {
            all.addAll(claim.get());
        }
        claimers.shutdown();
        assertThat(all).hasSize(jobs).doesNotHaveDuplicates();
        assertThat(one.queueStats().running()).isZero();
        assertThat(one.queueStats().ready()).isZero();
    }

    private static List<UUID> drain(JdbcJobStore store) {
        NodeInfo node = Sample.node(store);
        List<UUID> ids = new ArrayList<>();
        for (int empty = 0; empty < 3; ) {
            List<ClaimedRun> claimed = Sample.claim(store, node, 37);
            empty = claimed.isEmpty() ? empty + 1 : 0;
            claimed.forEach(claim -> ids.add(claim.job().id()));
            assertThat(store.apply(Sample.completed(node, claimed))).doesNotContain(false);
        }
        return ids;
    }

    @Test
    void aDeadNodesRunsAreRescuedByOneOfTheOthersOnly() throws Exception {
        Sample.fill(one, 50);
        NodeInfo dead = new NodeInfo(Sample.id(), "dead", Set.of(Sample.TYPE), 4);
        one.join(dead, Duration.ofMillis(1));
        List<ClaimedRun> lost = Sample.claim(one, dead, 50);
        assertThat(lost).hasSize(50);
        await().atMost(Duration.ofSeconds(10)).until(() -> two.lostRuns(100).size() == 50);
        assertThat(one.renew(dead, Duration.ofMinutes(1)).alive()).isFalse();
        List<Transition> releases = new ArrayList<>();
        lost.forEach(claim -> releases.add(new Transition.Release(claim.token(), true)));
        ExecutorService rescuers = Executors.newFixedThreadPool(2);
        Future<List<Boolean>> first = rescuers.submit(() -> one.apply(releases));
        Future<List<Boolean>> second = rescuers.submit(() -> two.apply(releases));
        assertThat(first.get()).hasSameSizeAs(second.get());
        rescuers.shutdown();
        assertThat(Sample.claim(two, Sample.node(two), 100)).hasSize(50);
        assertThat(one.apply(Sample.completed(dead, lost))).containsOnly(false);
    }

    /** A process that does not run as a node does not hear the server's time, and its own clock may be wrong. */
    @Test
    void aDelayedJobWaitsByTheServersClockWhateverItsSubmitterTakesForNow() {
        one.parts.database().clock().read(Micros.of(Instant.now().plusSeconds(600)), System.nanoTime() - AGE);
        JobSpec later = submitted(Sample.job(Sample.TYPE, 4, Instant.now().plusSeconds(300), true));
        JobSpec due = submitted(Sample.job(Sample.TYPE, 4, Instant.now().minusSeconds(300), true));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(Sample.claim(two, Sample.node(two), 5))
                        .extracting(claim -> claim.job().id())
                        .containsExactly(due.id()));
        assertThat(two.findJob(later.id()).orElseThrow().status()).isEqualTo(JobStatus.QUEUED);
    }

    /** While it moves the job, the others look past it, and they have no reason to look again. */
    @Test
    void whoMovesADueJobThatItCannotTakeTellsTheOthers() {
        Ear ear = heardBy(two);
        NodeInfo node = Sample.node(one);
        JobSpec others = Sample.job("others", 4, Instant.now().plusSeconds(1), true);
        one.submit(List.of(Sample.submission(others)), Long.MAX_VALUE);
        Sample.fill(one, 60);
        JobSpec last = submitted(Sample.job());
        await().until(() -> ear.changed.contains(last.id()));
        ear.heard.clear();
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            assertThat(Sample.claim(one, node, 1)).hasSize(1);
            return ear.heard.contains("work");
        });
    }

    /** A node that submits and claims in one may get an older job than its own. */
    @Test
    void whoTakesAnotherJobThanTheOneItSubmittedTellsTheOthers() {
        Ear ear = heardBy(two);
        NodeInfo node = Sample.node(one);
        JobSpec older = submitted(Sample.job(Sample.TYPE, 9, Instant.now(), false));
        one.upcoming();
        await().until(() -> ear.changed.contains(older.id()));
        ear.heard.clear();
        JobSpec lone = Sample.job();
        Submission submission = new Submission(List.of(lone), null, null, null, new SubscriberEvents(List::of));
        ClaimRequest request = new ClaimRequest(node.id(), node.types(), List.of(Sample.id()), Map.of());
        assertThat(Objects.requireNonNull(one.submitAndClaim(List.of(submission), Long.MAX_VALUE, request))
                        .claimed())
                .extracting(claim -> claim.job().id())
                .containsExactly(older.id());
        await().atMost(Duration.ofSeconds(10)).until(() -> ear.changed.contains(lone.id()));
        assertThat(ear.heard).contains("work");
    }

    private JobSpec submitted(JobSpec job) {
        one.submit(List.of(Sample.submission(job)), Long.MAX_VALUE);
        return job;
    }

    /** What a store hears, from when it does. */
    private Ear heardBy(JdbcJobStore store) {
        Ear ear = new Ear();
        store.listen(ear);
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            Sample.fill(one, 1);
            return !ear.changed.isEmpty();
        });
        return ear;
    }

    @Test
    void aPauseOfTheOtherIsHeededAtOnce() {
        Sample.fill(one, 1);
        NodeInfo node = Sample.node(two);
        one.setPaused(JobSpec.DEFAULT_QUEUE, true);
        assertThat(Sample.claim(two, node, 1)).isEmpty();
        one.setPaused(JobSpec.DEFAULT_QUEUE, false);
        assertThat(Sample.claim(two, node, 1)).hasSize(1);
    }
}
