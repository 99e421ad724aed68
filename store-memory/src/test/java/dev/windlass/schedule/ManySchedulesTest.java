package dev.windlass.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.internal.schedule.ScheduleTicker;
import dev.windlass.job.Page;
import dev.windlass.job.Schedule;
import dev.windlass.job.Schedule.Misfire;
import dev.windlass.job.Schedule.Overlap;
import dev.windlass.spi.JobStore;
import dev.windlass.store.memory.MemoryJobStore;
import dev.windlass.tck.schedule.World;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("C3")
class ManySchedulesTest {

    private static final int MANY = 100_000;

    private final World world = new World("2026-11-22T13:00:00Z", MemoryJobStore::new);
    private final AtomicLong rows = new AtomicLong();

    @Test
    @Timeout(120)
    void aTickReadsWhatIsDueAndNotTheOthers() {
        for (int i = 0; i < MANY; i++) {
            world.schedule("0 4 * * *", "UTC", Misfire.FIRE_ONCE, Overlap.ALLOW, Instant.parse("2026-11-23T04:00:00Z"));
        }
        Schedule due = world.schedule("* * * * *", "UTC", Misfire.FIRE_ONCE, Overlap.ALLOW);
        ScheduleTicker ticker = new ScheduleTicker(counting(), world.jobs, world.clock);
        int pages = MANY / 500 + 2;
        for (int i = 0; i < pages; i++) {
            ticker.runOnce();
        }
        rows.set(0);
        world.clock.advance(Duration.ofMinutes(1));
        assertThat(ticker.runOnce()).isBefore(world.clock.instant().plusSeconds(1));
        assertThat(world.jobsOf(due)).hasSize(1);
        assertThat(ticker.runOnce()).isEqualTo(world.clock.instant().plusSeconds(10));
        assertThat(rows).hasValueLessThan(5);
    }

    @Test
    @Tag("perf")
    @Timeout(120)
    void tenThousandAtMidnightAllFireInOneGo() {
        for (int i = 0; i < 10_000; i++) {
            world.schedule("0 0 * * *", "UTC", Misfire.FIRE_ONCE, Overlap.SKIP, Instant.parse("2026-11-23T00:00:00Z"));
        }
        world.clock.set("2026-11-23T00:00:00Z");
        ScheduleTicker ticker = world.ticker();
        int calls = 1;
        while (!ticker.runOnce().isAfter(world.clock.instant())) {
            calls++;
        }
        assertThat(world.jobs.told).hasSize(10_000);
        assertThat(calls).isLessThan(10);
        assertThat(world.store.queueStats().ready()).isEqualTo(10_000);
    }

    /** Counts the schedules that the store hands out. */
    private JobStore counting() {
        return (JobStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, args) -> {
                    Object answer = method.invoke(world.store, args);
                    if (answer instanceof Collection<?> some && method.getName().equals("dueSchedules")) {
                        rows.addAndGet(some.size());
                    } else if (answer instanceof Page<?> page) {
                        rows.addAndGet(page.items().size());
                    }
                    return answer;
                });
    }
}
