package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.Job;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.IdempotencyRecord;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import dev.windlass.spi.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for one caller holds for many at once. */
@Timeout(120)
abstract class ConcurrencyContract extends RoleContract {

    private static final int THREADS = 4;

    ConcurrencyContract(JobStoreContract contract) {
        super(contract);
    }

    /** Runs the work in several threads that begin together. */
    private static <T> List<T> together(int threads, Callable<T> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(pool.submit(() -> {
                    start.await();
                    return work.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get(100, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void everyJobIsTakenByExactlyOneOfManyNodes() throws Exception {
        int jobs = 2_000;
        for (int i = 0; i < jobs; i += 500) {
            List<Submission> batch = new ArrayList<>();
            for (int j = 0; j < 500; j++) {
                batch.add(Fixtures.submission(given.job().priority(j % 10).build()));
            }
            store.submit(batch, Fixtures.UNBOUNDED);
        }
        Queue<UUID> taken = new ConcurrentLinkedQueue<>();
        Set<Long> fences = ConcurrentHashMap.newKeySet();
        together(THREADS, () -> {
            NodeInfo node = given.node();
            int misses = 0;
            while (misses < 3) {
                List<ClaimedRun> claims = given.claim(node, 7);
                misses = claims.isEmpty() ? misses + 1 : 0;
                List<Transition> ends = new ArrayList<>();
                for (ClaimedRun claim : claims) {
                    taken.add(claim.job().id());
                    fences.add(claim.token().fence());
                    ends.add(steps.complete(claim, node));
                }
                assertThat(store.apply(ends)).doesNotContain(false);
            }
            return true;
        });
        assertThat(taken).hasSize(jobs).doesNotHaveDuplicates();
        assertThat(fences).isNotEmpty();
        assertThat(store.queueStats().ready()).isZero();
    }

    @Test
    @Tag("T7")
    void oneKeyMakesOneJobHoweverManyUseItAtOnce() throws Exception {
        for (int round = 0; round < 20; round++) {
            String key = "k" + round;
            AtomicInteger accepted = new AtomicInteger();
            together(THREADS, () -> {
                JobSpec job = given.job().build();
                IdempotencyRecord record = new IdempotencyRecord(
                        "anna",
                        key,
                        new byte[] {1},
                        job.id().toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                        clock.instant().plusSeconds(60));
                SubmitResult result = given.submit(new Submission(List.of(job), null, null, record, List.of()));
                if (result instanceof SubmitResult.Accepted) {
                    accepted.incrementAndGet();
                } else {
                    assertThat(result).isInstanceOf(SubmitResult.Replayed.class);
                }
                return true;
            });
            assertThat(accepted).hasValue(1);
        }
        assertThat(given.claim(given.node(), 100)).hasSize(20);
    }

    @Test
    @Tag("T3")
    void aRunEndsOnceHoweverManyEndItAtOnce() throws Exception {
        NodeInfo node = given.node();
        for (int round = 0; round < 20; round++) {
            given.queued();
            ClaimedRun claim = given.started(node);
            AtomicInteger number = new AtomicInteger();
            List<Boolean> won = together(THREADS, () -> {
                int own = number.incrementAndGet();
                Transition.Finish finish = steps.complete(claim, node);
                RunBuilder run = new RunBuilder(
                                claim, node, clock.instant(), clock.instant().plusMillis(own))
                        .result("{\"winner\":" + own + "}");
                Transition.Next next = finish.next();
                assertThat(next).isNotNull();
                return next != null && given.apply(Steps.finish(claim, run.build(), next));
            });
            assertThat(won).containsOnlyOnce(true);
            assertThat(given.job(claim.job().id()).status()).isEqualTo(JobStatus.COMPLETED);
        }
    }

    @Test
    @Tag("C6")
    void cancellingAndClaimingNeverBothWin() throws Exception {
        NodeInfo node = given.node();
        for (int round = 0; round < 50; round++) {
            JobSpec spec = given.queued();
            Job seen = given.job(spec.id());
            AtomicInteger turn = new AtomicInteger();
            List<Boolean> won = together(
                    2,
                    () -> turn.getAndIncrement() == 0
                            ? given.apply(steps.cancel(seen))
                            : !given.claim(node, 1).isEmpty());
            assertThat(won).containsOnlyOnce(true);
            given.claim(node, 1).forEach(claim -> given.applied(steps.complete(claim, node)));
            store.heldRuns(node.id(), null, 1_000)
                    .forEach(held -> given.apply(new Transition.Release(held.token(), false)));
            given.claim(node, 1).forEach(claim -> given.applied(steps.complete(claim, node)));
        }
    }

    @Test
    @Tag("C3")
    void anInstantFiresOnceHoweverManyNodesFireIt() throws Exception {
        var template = given.template("t");
        given.submit(Resources.creation(template));
        var due = clock.instant();
        var schedule = Resources.schedule(given.id(), template.id(), true, due, due);
        given.submit(Resources.creation(schedule));
        for (int round = 0; round < 20; round++) {
            var at = due.plusSeconds(round);
            List<Boolean> fired = together(THREADS, () -> {
                var fire = new dev.windlass.spi.Firing.Fire(
                        at, given.job().schedule(schedule.id()).build(), null, null, List.of());
                return store.fire(List.of(
                                new dev.windlass.spi.Firing(schedule.id(), 1, at, at.plusSeconds(1), List.of(fire))))
                        .get(0);
            });
            assertThat(fired).containsOnlyOnce(true);
        }
        assertThat(store.liveJobsOf(List.of(schedule.id()), 100)).hasSize(20);
    }

    @Test
    @Tag("A4")
    void aDeliveryIsHeldByOneOfManySenders() throws Exception {
        Webhooks hooks = new Webhooks(given);
        for (int i = 0; i < 100; i++) {
            hooks.tell("https://" + i % 5 + ".example.com/", given.id());
        }
        Queue<UUID> taken = new ConcurrentLinkedQueue<>();
        together(THREADS, () -> {
            for (int i = 0; i < 60; i++) {
                hooks.take(3).forEach(due -> taken.add(due.delivery().id()));
            }
            return true;
        });
        assertThat(taken).hasSize(100).doesNotHaveDuplicates();
    }
}
