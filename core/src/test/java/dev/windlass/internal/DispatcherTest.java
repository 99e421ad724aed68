package dev.windlass.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.Json;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.Trigger;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.RunToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DispatcherTest {

    private static final Instant NOW = Instant.parse("2026-11-22T13:00:00Z");

    private final DurationEstimate durations = new DurationEstimate(TimeUnit.MILLISECONDS.toNanos(50));
    private final AtomicInteger wakes = new AtomicInteger();
    private final Dispatcher dispatcher = new Dispatcher(
            new DirectLane(100), new Prefetch(1, Map.of(), durations, new JobSizes()), wakes::incrementAndGet);
    private long nextId;

    @Test
    void aSlotTakesWhatIsHeldWhenTheJobThatOutrankedItCannotBeClaimed() throws Exception {
        durations.record(TimeUnit.MILLISECONDS.toNanos(1));
        JobSpec held = job(4);
        claim(held);
        dispatcher.committed(job(9)); // of a paused queue, say, or claimed by another node
        CompletableFuture<@Nullable Attempt> slot = idleSlot();
        assertThat(dispatcher.demand(Long.MAX_VALUE)).isNotNull();
        dispatcher.claimed(List.of(), null);
        assertThat(slot.get(10, TimeUnit.SECONDS))
                .satisfies(taken -> assertThat(priority(taken)).isEqualTo(4));
    }

    @Test
    void aClaimThatFailsWakesNobodyAndIsMadeAgain() throws Exception {
        durations.record(TimeUnit.MILLISECONDS.toNanos(1));
        claim(job(4));
        dispatcher.committed(job(9));
        CompletableFuture<@Nullable Attempt> slot = idleSlot();
        assertThat(dispatcher.demand(Long.MAX_VALUE)).isNotNull();
        int before = wakes.get();
        dispatcher.claimFailed();
        assertThat(wakes).as("the pause after a failure is not cut short").hasValue(before);
        claim();
        assertThat(slot.get(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    @Tag("C7")
    void whatIsHeldGivesWayToEveryJobThatOutranksIt() {
        durations.record(TimeUnit.MILLISECONDS.toNanos(30));
        claim(job(1));
        JobSpec nine = job(9);
        JobSpec five = job(5);
        dispatcher.committed(nine);
        dispatcher.committed(five);
        claim(nine); // as many as slots are free, and at least one
        assertThat(priority(dispatcher.poll())).isEqualTo(9);
        assertThat(dispatcher.poll()).as("the five still waits in the store").isNull();
        claim(five);
        assertThat(priority(dispatcher.poll())).isEqualTo(5);
        assertThat(dispatcher.poll()).isNull();
        claim();
        assertThat(priority(dispatcher.poll())).isEqualTo(1);
    }

    @Test
    @Tag("C7")
    void whatIsHeldGivesWayToADelayedJobThatHasFallenDue() {
        durations.record(TimeUnit.MILLISECONDS.toNanos(30));
        claim(job(1));
        dispatcher.due();
        assertThat(dispatcher.poll()).as("who it is shows when it is claimed").isNull();
        claim(job(7));
        assertThat(priority(dispatcher.poll())).isEqualTo(7);
    }

    @Test
    @Tag("C7")
    void whatIsHeldGivesWayToAJobThatAClaimIsAboutToBring() {
        durations.record(TimeUnit.MILLISECONDS.toNanos(30));
        claim(job(1));
        JobSpec urgent = job(8);
        dispatcher.committed(urgent);
        Prefetch.Demand demand = Objects.requireNonNull(dispatcher.demand(Long.MAX_VALUE));
        assertThat(dispatcher.poll()).as("the claim is under way").isNull();
        ClaimedRun run = claimed(urgent);
        dispatcher.claimed(List.of(attempt(run)), demand.last(List.of(run)));
        assertThat(priority(dispatcher.poll())).isEqualTo(8);
    }

    @Test
    void aClaimWhoseJobWasCancelledMeanwhileLeavesTheQueueToBeLookedAtAgain() throws Exception {
        durations.record(TimeUnit.MILLISECONDS.toNanos(1));
        claim();
        CompletableFuture<@Nullable Attempt> slot = CompletableFuture.supplyAsync(dispatcher::take);
        await().until(() -> dispatcher.demandAtRest(1) != null);
        int before = wakes.get();
        dispatcher.claimed(List.of(), job(4)); // it brought what it was to bring, and that was cancelled
        assertThat(wakes).as("nobody else will say that there is more").hasValueGreaterThan(before);
        claim(job(4));
        assertThat(slot.get(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void holdsNothingInAdvanceWhileEverySlotIsStuck() {
        durations.record(TimeUnit.MICROSECONDS.toNanos(50));
        claim(job(4), job(4));
        assertThat(dispatcher.poll()).isNotNull();
        dispatcher.signal();
        assertThat(dispatcher.demand(Long.MAX_VALUE))
                .as("the slot has just begun")
                .isNotNull();
        dispatcher.claimFailed();
        assertThat(dispatcher.demand(-1)).as("it has been at it for longer").isNull();
    }

    @Test
    void holdsLessInAdvanceTheLargerJobsAre() {
        durations.record(TimeUnit.MICROSECONDS.toNanos(1));
        assertThat(demanded()).as("nothing is known").isEqualTo(16);
        dispatcher.claimed(List.of(), null);
        claimAndWithdraw(job(4, Json.of("x".repeat(2 << 20))));
        dispatcher.signal();
        assertThat(demanded()).as("they fill 16 MiB").isEqualTo(7);
        dispatcher.claimed(List.of(), null);
        for (int i = 0; i < 100; i++) {
            claimAndWithdraw(job(4));
        }
        dispatcher.signal();
        assertThat(demanded()).isEqualTo(4_000);
    }

    /** One that was too large for the heap would be so for ever. */
    @Test
    void asksForHalfAfterAClaimThatFailed() {
        durations.record(TimeUnit.MICROSECONDS.toNanos(1));
        for (int i = 0; i < 100; i++) {
            claimAndWithdraw(job(4));
        }
        dispatcher.signal();
        assertThat(demanded()).isEqualTo(4_000);
        dispatcher.claimFailed();
        assertThat(demanded()).isEqualTo(2_000);
        dispatcher.claimFailed();
        assertThat(demanded()).isEqualTo(1_000);
        dispatcher.claimed(List.of(attempt(claimed(job(4))), attempt(claimed(job(4)))), null);
        dispatcher.signal();
        assertThat(demanded()).as("small ones have come").isGreaterThan(1_200);
    }

    private int demanded() {
        return Objects.requireNonNull(dispatcher.demand(Long.MAX_VALUE)).max();
    }

    private void claimAndWithdraw(JobSpec job) {
        dispatcher.signal();
        claim(job);
        dispatcher.withdrawAll();
    }

    private void claim(JobSpec... found) {
        Prefetch.Demand demand = Objects.requireNonNull(dispatcher.demand(Long.MAX_VALUE));
        List<ClaimedRun> runs = List.of(found).stream().map(this::claimed).toList();
        dispatcher.claimed(runs.stream().map(DispatcherTest::attempt).toList(), demand.last(runs));
    }

    /** A slot that has looked, found that it must wait, and asked for a claim. */
    private CompletableFuture<@Nullable Attempt> idleSlot() {
        int before = wakes.get();
        CompletableFuture<@Nullable Attempt> slot = CompletableFuture.supplyAsync(dispatcher::take);
        await().until(() -> wakes.get() > before);
        return slot;
    }

    private static int priority(@Nullable Attempt attempt) {
        return HeldJobs.job(Objects.requireNonNull(attempt)).priority();
    }

    private ClaimedRun claimed(JobSpec job) {
        return new ClaimedRun(job, new RunToken(new UUID(1, nextId), job.id(), 1), 1, 1, 0);
    }

    private static Attempt attempt(ClaimedRun claim) {
        return Attempt.of(claim, () -> RunViews.claimed(claim, new UUID(2, 2), "here", NOW));
    }

    static Attempt direct() {
        JobRun run = JobRun.waitingDirect(new UUID(3, 3), "echo", new UUID(2, 2), "here", 0, NOW);
        return Attempt.direct(run, Json.EMPTY_OBJECT, null, null);
    }

    private JobSpec job(int priority) {
        return job(priority, Json.EMPTY_OBJECT);
    }

    private JobSpec job(int priority, Json params) {
        return new JobSpec(
                new UUID(0, ++nextId),
                "echo",
                "default",
                priority,
                params,
                List.of(),
                RetryPolicy.DEFAULT,
                null,
                Duration.ofDays(1),
                NOW,
                NOW,
                false,
                Trigger.MANUAL,
                null,
                null,
                null,
                null,
                null);
    }
}
