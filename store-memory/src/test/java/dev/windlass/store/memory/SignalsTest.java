package dev.windlass.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.job.JobRequest;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.spi.StoreListener;
import dev.windlass.testing.ManualScheduler;
import dev.windlass.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SignalsTest {

    private final Signals signals = new Signals();
    private final Guard guard = new Guard(signals);
    private final List<String> told = new ArrayList<>();
    private Supplier<Boolean> onWork = () -> true;

    private final StoreListener listener = new StoreListener() {
        @Override
        public void workAvailable() {
            told.add("work " + onWork.get());
        }

        @Override
        public void cancelRequested() {
            told.add("cancel");
        }

        @Override
        public void deliveriesAvailable() {
            told.add("deliveries");
        }

        @Override
        public void changed(Collection<UUID> ids) {
            told.add("changed " + ids.size());
        }
    };

    @Test
    void whatHappenedInOneCallIsToldOnce() {
        signals.listen(listener);
        guard.run(() -> {
            signals.workAvailable();
            signals.workAvailable();
            signals.cancelRequested();
            signals.deliveriesAvailable();
            signals.changed(new UUID(0, 1));
            signals.changed(new UUID(0, 2));
        });
        assertThat(told).containsExactly("work true", "cancel", "deliveries", "changed 2");
        guard.run(() -> {});
        assertThat(told).hasSize(4);
    }

    @Test
    void theLockIsFreeWhileTheListenerIsTold() {
        signals.listen(listener);
        onWork = () -> CompletableFuture.supplyAsync(() -> guard.locked(() -> true))
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        guard.run(signals::workAvailable);
        assertThat(told).containsExactly("work true");
    }

    @Test
    void nobodyIsToldWhenNobodyListens() {
        guard.run(signals::workAvailable);
        signals.listen(listener);
        guard.run(() -> {});
        assertThat(told).isEmpty();
    }

    @Test
    void whoeverMakesJobsReadyByLookingAtThemTellsOfThem() {
        SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
        JobType<Json> echo = JobType.of("echo", Json.class, (params, run) -> RunResult.completed());
        try (MemoryJobStore store = new MemoryJobStore(clock);
                ManualScheduler manual = new ManualScheduler(store, clock, List.of(echo))) {
            UUID id = manual.submit(JobRequest.builder()
                    .type("echo")
                    .runAt(clock.instant().plusSeconds(60))
                    .build());
            store.listen(listener);
            store.position(id, 10);
            assertThat(told).isEmpty();
            clock.advance(Duration.ofSeconds(60));
            store.position(id, 10);
            assertThat(told).containsExactly("work true");
            store.queueStats();
            assertThat(told).hasSize(1);
        }
    }

    @Test
    void workThatFailsLetsTheLockGo() {
        assertThatThrownBy(() -> guard.run(() -> {
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(guard.locked(() -> "free")).isEqualTo("free");
    }
}
