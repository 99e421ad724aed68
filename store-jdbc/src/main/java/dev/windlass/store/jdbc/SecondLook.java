package dev.windlass.store.jdbc;

import dev.windlass.spi.StoreListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * After a look from a mark on only, which found less than was wanted: what another process put below the mark is hidden from it, and no
 * more signals come. So the listener is told of work once more when the next full scan is due, unless one came by itself. A node that
 * polls at long intervals looks everywhere each time, and so is told nothing. Thread-safe.
 */
final class SecondLook {

    private final LongSupplier nanosToFullScan;
    private final Signals signals;
    private final AtomicBoolean planned = new AtomicBoolean();

    /** @param nanosToFullScan not positive when it is due */
    SecondLook(LongSupplier nanosToFullScan, Signals signals) {
        this.nanosToFullScan = nanosToFullScan;
        this.signals = signals;
    }

    void plan() {
        if (planned.compareAndSet(false, true)) {
            waitForFullScan();
        }
    }

    private void waitForFullScan() {
        CompletableFuture.delayedExecutor(nanosToFullScan.getAsLong(), TimeUnit.NANOSECONDS, Runnable::run)
                .execute(this::look);
    }

    private void look() {
        if (nanosToFullScan.getAsLong() > 0) {
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
