package dev.windlass.store.jdbc;

import dev.windlass.spi.StoreListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * After a claim that looked from the marks on only, and found less than it wanted: what another process put below them is hidden from it,
 * and no more signals come. So the listener is told of work once more when the next full scan is due, unless one came by itself. A node
 * that polls at long intervals only looks everywhere each time, and is never told. Thread-safe.
 */
final class SecondLook {

    private final Watermarks watermarks;
    private final Signals signals;
    private final AtomicBoolean planned = new AtomicBoolean();

    SecondLook(Watermarks watermarks, Signals signals) {
        this.watermarks = watermarks;
        this.signals = signals;
    }

    void plan() {
        if (planned.compareAndSet(false, true)) {
            waitForFullScan();
        }
    }

    private void waitForFullScan() {
        CompletableFuture.delayedExecutor(watermarks.nanosToFullScan(), TimeUnit.NANOSECONDS, Runnable::run)
                .execute(this::look);
    }

    private void look() {
        if (watermarks.nanosToFullScan() > 0) {
            // A claim may have come up short again since the full scan that came in between.
            waitForFullScan();
            return;
        }
        planned.set(false);
        StoreListener listener = signals.listener();
        if (listener != null) {
            listener.workAvailable();
        }
    }
}
