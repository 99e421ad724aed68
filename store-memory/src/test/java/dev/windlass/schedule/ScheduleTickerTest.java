package dev.windlass.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.internal.schedule.ScheduleTicker;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Schedule;
import dev.windlass.job.Schedule.Misfire;
import dev.windlass.job.Schedule.Overlap;
import dev.windlass.job.Trigger;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.NodeInfo;
import dev.windlass.store.memory.MemoryJobStore;
import dev.windlass.tck.schedule.PlainJobs;
import dev.windlass.tck.schedule.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C3")
class ScheduleTickerTest {

    private final World world = new World("2026-11-22T13:00:30Z", MemoryJobStore::new);
    private final ScheduleTicker ticker = world.ticker();

    @Test
    void firesAtTheInstantNeverBefore() {
        Schedule schedule = world.schedule("*/5 * * * *", "UTC", Misfire.FIRE_ONCE, Overlap.ALLOW);
        settle();
        world.clock.set("2026-11-22T13:04:59.999Z");
        assertThat(ticker.runOnce()).isEqualTo("2026-11-22T13:05:00Z");
        assertThat(world.jobsOf(schedule)).isEmpty();
        world.clock.set("2026-11-22T13:05:00Z");
        ticker.runOnce();
        assertThat(world.instantsOf(schedule)).containsExactly(Instant.parse("2026-11-22T13:05:00Z"));
        assertThat(world.now(schedule).nextFireAt()).isEqualTo("2026-11-22T13:10:00Z");
        assertThat(world.now(schedule).lastFireAt()).isEqualTo("2026-11-22T13:05:00Z");
        assertThat(world.jobsOf(schedule).get(0).spec().trigger()).isEqualTo(Trigger.SCHEDULE);
        assertThat(world.jobs.told).hasSize(1);
    }

    @Test
    void sleepsTenSecondsWhenNothingIsNear() {
        world.schedule("@yearly", "UTC", Misfire.FIRE_ONCE, Overlap.ALLOW);
        settle();
        assertThat(ticker.runOnce()).isEqualTo(world.clock.instant().plusSeconds(10));
    }

    @Test
    void aDisabledScheduleRests() {
        Schedule schedule = world.schedule("* * * * *", "UTC", Misfire.FIRE_ONCE, Overlap.ALLOW);
        assertThat(world.store.replace(Schedules.with(schedule, false, null)).name())
                .isEqualTo("DONE");
        world.clock.advance(Duration.ofHours(1));
        ticker.runOnce();
        assertThat(world.jobsOf(schedule)).isEmpty();
    }

    @Test
    void theLastInstantEndsIt() {
        Schedule schedule = world.schedule("0 14 22 11 *", "UTC", Misfire.FIRE_ONCE, Overlap.ALLOW);
        world.clock.set("2026-11-22T14:00:10Z");
        ticker.runOnce();
        assertThat(world.now(schedule).nextFireAt()).isEqualTo("2027-11-22T14:00:00Z");
    }

    @Nested
    class AfterDowntime {

        private List<Instant> after(Misfire misfire, String cron, Duration down) {
            Schedule schedule = world.schedule(cron, "UTC", misfire, Overlap.ALLOW);
            world.clock.advance(down);
            ticker.runOnce();
            Instant next = world.now(schedule).nextFireAt();
            assertThat(next).isAfter(world.clock.instant());
            return world.instantsOf(schedule);
        }

        @Test
        void fireOnceRunsOnceForAllThatWasMissed() {
            assertThat(after(Misfire.FIRE_ONCE, "*/10 * * * *", Duration.ofHours(5)))
                    .containsExactly(Instant.parse("2026-11-22T18:00:00Z"));
        }

        @Test
        void skipRunsNone() {
            assertThat(after(Misfire.SKIP, "5-59/10 * * * *", Duration.ofHours(5)))
                    .isEmpty();
        }

        @Test
        void skipRunsWhatIsWithinTheGraceOfAMinute() {
            assertThat(after(Misfire.SKIP, "*/10 * * * *", Duration.ofHours(5)))
                    .containsExactly(Instant.parse("2026-11-22T18:00:00Z"));
        }

        @Test
        void fireAllRunsEach() {
            assertThat(after(Misfire.FIRE_ALL, "*/10 * * * *", Duration.ofHours(5)))
                    .hasSize(30)
                    .startsWith(Instant.parse("2026-11-22T13:10:00Z"))
                    .endsWith(Instant.parse("2026-11-22T18:00:00Z"));
        }

        @Test
        void fireAllRunsTheLastHundredAtMost() {
            assertThat(after(Misfire.FIRE_ALL, "* * * * *", Duration.ofDays(400)))
                    .hasSize(100)
                    .endsWith(world.clock.instant().minusSeconds(30));
        }

        @Test
        void aFireThatIsLessThanAMinuteLateIsNoMisfire() {
            assertThat(after(Misfire.SKIP, "1 13 * * *", Duration.ofSeconds(89)))
                    .containsExactly(Instant.parse("2026-11-22T13:01:00Z"));
        }

        @Test
        void aFireThatIsMoreThanAMinuteLateIs() {
            assertThat(after(Misfire.SKIP, "1 13 * * *", Duration.ofSeconds(91)))
                    .isEmpty();
        }
    }

    @Nested
    class WhileAnEarlierJobIsLive {

        private Schedule firedOnce(Overlap overlap) {
            Schedule schedule = world.schedule("* * * * *", "UTC", Misfire.FIRE_ONCE, overlap);
            nextMinute();
            assertThat(world.jobsOf(schedule)).hasSize(1);
            return schedule;
        }

        private void nextMinute() {
            world.clock.advance(Duration.ofMinutes(1));
            ticker.runOnce();
        }

        private List<JobStatus> statuses(Schedule schedule) {
            return world.jobsOf(schedule).stream().map(Job::status).toList();
        }

        @Test
        void skipLeavesASkippedRun() {
            Schedule schedule = firedOnce(Overlap.SKIP);
            nextMinute();
            assertThat(statuses(schedule)).containsExactly(JobStatus.QUEUED, JobStatus.SKIPPED);
            Job skipped = world.jobsOf(schedule).get(1);
            JobRun run = world.store
                    .findRun(java.util.Objects.requireNonNull(skipped.lastRunId()))
                    .orElseThrow();
            assertThat(run.status()).isEqualTo(RunStatus.SKIPPED);
            assertThat(run.trigger()).isEqualTo(Trigger.SCHEDULE);
            assertThat(run.warnings())
                    .singleElement()
                    .satisfies(w -> assertThat(w.code()).isEqualTo("skipped"));
            assertThat(skipped.expiresAt()).isEqualTo(world.clock.instant().plus(Duration.ofDays(7)));
        }

        @Test
        void allowRunsThemSideBySide() {
            Schedule schedule = firedOnce(Overlap.ALLOW);
            nextMinute();
            assertThat(statuses(schedule)).containsExactly(JobStatus.QUEUED, JobStatus.QUEUED);
        }

        @Test
        void queueOneLetsOneWaitBehindTheRunningOne() {
            Schedule schedule = firedOnce(Overlap.QUEUE_ONE);
            start();
            nextMinute();
            nextMinute();
            assertThat(statuses(schedule)).containsExactly(JobStatus.RUNNING, JobStatus.QUEUED, JobStatus.SKIPPED);
        }

        private void start() {
            NodeInfo node = new NodeInfo(PlainJobs.nextId(), "n", Set.of("report"), 1);
            world.store.join(node, Duration.ofHours(1));
            var claimed = world.store.claim(
                    new ClaimRequest(node.id(), Set.of("report"), List.of(PlainJobs.nextId()), Map.of()));
            assertThat(claimed).hasSize(1);
            assertThat(world.store.apply(List.of(new dev.windlass.spi.Transition.Start(
                            claimed.get(0).token(),
                            world.clock.instant(),
                            dev.windlass.job.Phase.WORKING,
                            0,
                            List.of()))))
                    .containsExactly(true);
        }

        @Test
        void manyMissedInstantsMakeOneJobAndSkippedRuns() {
            Schedule schedule = world.schedule("* * * * *", "UTC", Misfire.FIRE_ALL, Overlap.SKIP);
            world.clock.advance(Duration.ofMinutes(5));
            ticker.runOnce();
            assertThat(statuses(schedule))
                    .containsExactly(
                            JobStatus.QUEUED,
                            JobStatus.SKIPPED,
                            JobStatus.SKIPPED,
                            JobStatus.SKIPPED,
                            JobStatus.SKIPPED);
        }
    }

    /** Lets the check of stored instants, which a new ticker begins with, come to its end. */
    private void settle() {
        ticker.runOnce();
        ticker.runOnce();
    }
}
