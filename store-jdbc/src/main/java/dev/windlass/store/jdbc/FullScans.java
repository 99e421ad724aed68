package dev.windlass.store.jdbc;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When something is to be looked through from its start: a second after that was last done. Thread-safe. */
final class FullScans {

    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private long scannedAt;

    /** @param nanoTime as {@link System#nanoTime} */
    FullScans(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        scannedAt = nanoTime.getAsLong() - PAUSE_NANOS;
    }

    /** In how many nanoseconds the next one is due; not positive when it is, which remains so until one has {@link #returned}. */
    synchronized long nanosToNext() {
        return scannedAt + PAUSE_NANOS - nanoTime.getAsLong();
    }

    boolean isDue() {
        return nanosToNext() <= 0;
    }

    /** One that looked from the start has returned. */
    synchronized void returned() {
        scannedAt = nanoTime.getAsLong();
    }
}
