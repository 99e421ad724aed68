package dev.windlass.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.spi.StoreListener;
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
    void workThatFailsLetsTheLockGo() {
        assertThatThrownBy(() -> guard.run(() -> {
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(guard.locked(() -> "free")).isEqualTo("free");
    }
}
