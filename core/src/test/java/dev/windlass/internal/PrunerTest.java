package dev.windlass.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.StoreException;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.PruneReport;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A8")
@Tag("T9")
class PrunerTest {

    private static final Instant NOW = Instant.parse("2026-11-22T13:00:00Z");

    private final AtomicLong nanos = new AtomicLong();
    private final List<Integer> batches = new ArrayList<>();
    private Duration stepTakes = Duration.ofMillis(200);
    private IntFunction<PruneReport> step = limit -> new PruneReport(limit, 0, 0, 0, true);

    private final Pruner pruner = new Pruner(store(), nanos::get);

    @Test
    void goesOnAfterAPauseThatLeavesTheStoreToOthersHalfOfTheTime() {
        assertThat(pruner.runOnce(NOW)).isEqualTo(Duration.ofMillis(200));
        stepTakes = Duration.ofMillis(3);
        assertThat(pruner.runOnce(NOW)).isEqualTo(Duration.ofMillis(50));
        assertThat(pruner.didSomething()).isTrue();
        assertThat(batches).containsOnly(Pruner.LARGEST_BATCH);
    }

    @Test
    void restsWhenNothingIsLeft() {
        step = limit -> new PruneReport(0, 0, 0, 0, false);
        assertThat(pruner.runOnce(NOW)).isEqualTo(Duration.ofSeconds(60));
        assertThat(pruner.didSomething()).isFalse();
    }

    @Test
    void takesSmallerStepsWhileTheStoreIsSlowAndLargerOnesAfterwards() {
        stepTakes = Duration.ofSeconds(2);
        steps(20);
        assertThat(batches).startsWith(1_000, 500, 250, 125).endsWith(10, 10);
        stepTakes = Duration.ofMillis(20);
        steps(40);
        assertThat(pruner.batch()).isEqualTo(Pruner.LARGEST_BATCH);
    }

    @Test
    void backsOffFromAStoreThatFailsAndNeverGivesUp() {
        step = limit -> {
            throw new StoreException("gone", new IllegalStateException(), true);
        };
        assertThat(steps(9)).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 64L, 64L);
        step = limit -> new PruneReport(0, 0, 0, 0, false);
        assertThat(pruner.runOnce(NOW)).isEqualTo(Pruner.IDLE);
        assertThat(batches).startsWith(1_000, 500);
    }

    private List<Duration> steps(int count) {
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pauses.add(pruner.runOnce(NOW));
        }
        return pauses;
    }

    private JobStore store() {
        return (JobStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, args) -> {
                    assertThat(method.getName()).isEqualTo("prune");
                    assertThat(args[0]).isEqualTo(NOW);
                    batches.add((Integer) args[1]);
                    nanos.addAndGet(stepTakes.toNanos());
                    return step.apply((Integer) args[1]);
                });
    }
}
