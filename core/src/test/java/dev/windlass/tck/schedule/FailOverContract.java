package dev.windlass.tck.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.windlass.cron.FirePlan;
import dev.windlass.internal.schedule.ScheduleTicker;
import dev.windlass.job.Schedule;
import dev.windlass.job.Schedule.Misfire;
import dev.windlass.job.Schedule.Overlap;
import dev.windlass.job.StoreException;
import dev.windlass.spi.JobStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that crash, lose replies, lag behind and disagree about the time: every instant fires, once. */
@Tag("C3")
public abstract class FailOverContract {

    private static final int MINUTES_TOGETHER = 60;

    /** An empty store that reads this clock. */
    protected abstract JobStore createStore(InstantSource clock);

    /** How long the simulation goes on, in the time of its clock. */
    protected abstract Duration span();

    /** How many of a node's calls fail, in percent. */
    protected abstract int failures();

    /** How many nodes fail in that time at the least, so that nobody tries a handful and says thousands. */
    protected abstract int failOvers();

    /** How many different histories are tried, 1 to 3. */
    protected abstract int seeds();

    @SuppressWarnings("NullAway.Init") // made before each test
    private World world;

    @BeforeEach
    void open() {
        world = new World("2026-10-24T22:00:30Z", this::createStore);
    }

    @AfterEach
    void close() {
        world.store.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Timeout(120)
    void thousandsOfFailOversLoseAndDoubleNothing(long seed) {
        assumeTrue(seed <= seeds());
        Random random = new Random(seed);
        List<Schedule> schedules = schedules();
        Instant start = world.clock.instant();
        Cluster cluster = new Cluster(random, 4);
        Instant end = start.plus(span());
        while (world.clock.instant().isBefore(end)) {
            world.clock.advance(Duration.ofMillis(1 + random.nextInt(random.nextInt(50) == 0 ? 1_200_000 : 45_000)));
            cluster.step();
        }
        world.ticker().runOnce();
        assertThat(cluster.failOvers).isGreaterThan(failOvers());
        for (Schedule schedule : schedules) {
            assertThat(world.instantsOf(schedule))
                    .as("%s in %s", schedule.cron(), schedule.zone())
                    .isEqualTo(expected(schedule, start));
        }
    }

    /** London changes its clock after three hours, New York after a week. */
    private List<Schedule> schedules() {
        List<Schedule> all = new ArrayList<>();
        for (String zone : List.of("UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe")) {
            for (String cron : List.of("* * * * *", "*/20 * * * *", "30 1 * * *", "15,45 0-3 * * *", "7 */5 * * 0")) {
                all.add(world.schedule(cron, zone, Misfire.FIRE_ALL, Overlap.ALLOW));
            }
        }
        return all;
    }

    private List<Instant> expected(Schedule schedule, Instant start) {
        List<Instant> instants = new ArrayList<>();
        FirePlan plan = FirePlan.of(schedule);
        Instant next = plan.nextAfter(start).orElseThrow();
        while (!next.isAfter(world.clock.instant())) {
            instants.add(next);
            next = plan.nextAfter(next).orElseThrow();
        }
        return instants;
    }

    /** A few nodes, any of which may run next, or be replaced by a new one after a failure. */
    private final class Cluster {

        private final Random random;
        private final List<ScheduleTicker> nodes = new ArrayList<>();
        private int failOvers;

        Cluster(Random random, int size) {
            this.random = random;
            for (int i = 0; i < size; i++) {
                nodes.add(node());
            }
        }

        void step() {
            int who = random.nextInt(nodes.size());
            try {
                nodes.get(who).runOnce();
            } catch (StoreException e) {
                failOvers++;
                nodes.set(who, node());
            }
        }

        /** Its clock may lag by up to two seconds; ahead of the store it would fire early, by design of nobody. */
        private ScheduleTicker node() {
            return new ScheduleTicker(
                    FlakyStore.over(world.store, random, failures()),
                    world.jobs,
                    world.clock.skewed(Duration.ofMillis(-random.nextInt(2_000))));
        }
    }

    @Test
    @Timeout(120)
    void nodesThatRunAtTheSameTimeDoNotDoubleAnything() throws Exception {
        List<Schedule> schedules = schedules();
        Instant start = world.clock.instant();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Instant>> nodes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                nodes.add(world.ticker()::runOnce);
            }
            for (int minute = 0; minute < MINUTES_TOGETHER; minute++) {
                world.clock.advance(Duration.ofMinutes(1));
                for (Future<Instant> done : threads.invokeAll(nodes)) {
                    done.get();
                }
            }
        } finally {
            threads.shutdownNow();
        }
        for (Schedule schedule : schedules) {
            assertThat(world.instantsOf(schedule)).isEqualTo(expected(schedule, start));
        }
    }
}
