package dev.windlass.store.jdbc;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The store's clock, in microseconds. On H2 it is the process's clock. On PostgreSQL it is the server's, estimated between readings from
 * {@link System#nanoTime}, so that a step of the local clock changes nothing. Thread-safe.
 */
final class StoreClock {

    private record Reading(long serverMicros, long nanoTime) {}

    private final InstantSource local;
    private final boolean serverTime;
    private volatile @Nullable Reading reading;

    /** @param serverTime whether the server's clock counts, rather than {@code local} */
    StoreClock(InstantSource local, boolean serverTime) {
        this.local = local;
        this.serverTime = serverTime;
    }

    boolean isServerTime() {
        return serverTime;
    }

    long now() {
        Reading last = reading;
        return last == null
                ? Micros.of(local.instant())
                : last.serverMicros + (System.nanoTime() - last.nanoTime) / 1_000;
    }

    /** The server said this about now; {@code askedAt} is the {@link System#nanoTime} before it was asked. */
    void read(long serverMicros, long askedAt) {
        if (!serverTime) {
            return;
        }
        long answered = System.nanoTime();
        reading = new Reading(serverMicros, askedAt + (answered - askedAt) / 2);
    }
}
