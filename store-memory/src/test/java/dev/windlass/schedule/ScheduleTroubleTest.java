package dev.windlass.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.internal.schedule.ScheduleTicker;
import dev.windlass.job.Schedule;
import dev.windlass.job.Schedule.Misfire;
import dev.windlass.job.Schedule.Overlap;
import dev.windlass.store.memory.MemoryJobStore;
import dev.windlass.tck.schedule.World;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks that are set, and schedules that cannot be fired. */
@Tag("C3")
class ScheduleTroubleTest {

    private final World world = new World("2026-11-22T13:00:30Z", MemoryJobStore::new);
    private final ScheduleTicker ticker = world.ticker();

    @Nested
    class WhenTheClockIsSet {

        @Test
        void backwardsItDoesNotFireAgain() {
            Schedule schedule = world.schedule("*/5 * * * *", "UTC", Misfire.FIRE_ONCE, Overlap.ALLOW);
            world.clock.set("2026-11-22T13:30:10Z");
            ticker.runOnce();
            assertThat(world.jobsOf(schedule)).hasSize(1);
            world.clock.set("2026-11-22T13:04:00Z");
            runUntil("2026-11-22T14:00:10Z");
            // 13:30 fired while the clock was ahead; every other instant comes at its time.
            assertThat(world.instantsOf(schedule)).hasSize(12).doesNotHaveDuplicates();
        }

        @Test
        void forwardsIsADowntime() {
            Schedule schedule = world.schedule("*/5 * * * *", "UTC", Misfire.FIRE_ONCE, Overlap.ALLOW);
            world.clock.set("2027-02-01T00:00:10Z");
            ticker.runOnce();
            assertThat(world.instantsOf(schedule)).containsExactly(Instant.parse("2027-02-01T00:00:00Z"));
        }

        @Test
        void daysAheadAndBackItDoesNotStayAsleep() {
            Schedule schedule = world.schedule("*/5 * * * *", "UTC", Misfire.FIRE_ONCE, Overlap.ALLOW);
            world.clock.set("2026-11-29T13:00:10Z");
            ticker.runOnce();
            world.clock.set("2026-11-22T13:01:00Z");
            settle();
            assertThat(world.now(schedule).nextFireAt()).isEqualTo("2026-11-22T13:05:00Z");
        }

        @Test
        void aProcessThatStartsAfterTheClockWasPutRightSeesItToo() {
            Schedule schedule = world.schedule(
                    "*/5 * * * *", "UTC", Misfire.FIRE_ONCE, Overlap.ALLOW, Instant.parse("2030-01-01T00:00:00Z"));
            settle();
            assertThat(world.now(schedule).nextFireAt()).isEqualTo("2026-11-22T13:05:00Z");
            assertThat(world.now(schedule).version()).isEqualTo(2);
        }

        private void runUntil(String end) {
            while (world.clock.instant().isBefore(Instant.parse(end))) {
                world.clock.advanceTo(ticker.runOnce());
            }
        }
    }

    @Nested
    class WhatCannotBeFired {

        /** 10 000 is how many a node remembers. */
        @ParameterizedTest
        @ValueSource(ints = {250, 1_050, 1_200, 10_250})
        void staysDueAndHoldsUpNobody(int count) {
            unfit(count);
            Schedule good = world.schedule("* * * * *", "UTC", Misfire.FIRE_ONCE, Overlap.ALLOW);
            world.clock.set("2026-11-22T13:01:00Z");
            for (int i = 0; i < 20 && world.jobsOf(good).isEmpty(); i++) {
                ticker.runOnce();
            }
            assertThat(world.instantsOf(good)).containsExactly(Instant.parse("2026-11-22T13:01:00Z"));
            assertThat(lastRun()).isEqualTo("2026-11-22T13:01:10Z");
            world.clock.set("2026-11-22T13:01:55Z");
            assertThat(lastRun()).isEqualTo("2026-11-22T13:02:00Z");
        }

        private void unfit(int count) {
            Instant past = world.clock.instant().minusSeconds(20);
            for (int i = 0; i < count; i++) {
                world.schedule("bogus", "UTC", Misfire.FIRE_ONCE, Overlap.ALLOW, past);
            }
        }

        /** Runs until there is nothing more to do now, the check of stored instants included. */
        private Instant lastRun() {
            Instant next = ticker.runOnce();
            for (int i = 0; i < 30 && next.isBefore(world.clock.instant().plusSeconds(2)); i++) {
                next = ticker.runOnce();
            }
            return next;
        }

        @Test
        void isTriedEveryMinuteHoweverManyThereAre() {
            Schedule mended = world.schedule("bogus", "UTC", Misfire.FIRE_ONCE, Overlap.ALLOW, world.clock.instant());
            unfit(1_200);
            lastRun();
            world.store.replace(Schedules.withCron(mended, "* * * * *"));
            world.clock.advance(Duration.ofSeconds(59));
            lastRun();
            assertThat(world.jobsOf(mended)).isEmpty();

            world.clock.advance(Duration.ofSeconds(1));
            lastRun();
            assertThat(world.jobsOf(mended)).isNotEmpty();
        }

        @Test
        void firesOnceItCanBeFiredAgain() {
            Schedule broken = world.schedule(
                    "bogus",
                    "UTC",
                    Misfire.FIRE_ONCE,
                    Overlap.ALLOW,
                    world.clock.instant().minusSeconds(5));
            ticker.runOnce();
            assertThat(world.jobsOf(broken)).isEmpty();
            world.store.replace(Schedules.withCron(broken, "* * * * *"));
            world.clock.advance(Duration.ofSeconds(61));
            ticker.runOnce();
            assertThat(world.jobsOf(broken)).hasSize(1);
        }
    }

    /** Lets the check of stored instants, which a new ticker begins with, come to its end. */
    private void settle() {
        ticker.runOnce();
        ticker.runOnce();
    }
}
