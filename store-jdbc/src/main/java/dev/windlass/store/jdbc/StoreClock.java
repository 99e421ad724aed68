package dev.windlass.store.jdbc;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The store's clock, in microseconds. On H2 it is the process's clock. On PostgreSQL it is the server's, estimated between readings from
 * {@link System#nanoTime}, so that a step of the local clock changes nothing. Thread-safe.
 */
final class StoreClock {

    /** A node reads the server's time with each renewal of its lease, every few seconds. */
    private static final long RECENT_NANOS = Duration.ofMinutes(1).toNanos();

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

    /** Whether {@link #now} is the server's time, rather than what a process that has not asked for long takes for it. */
    boolean isSure() {
        Reading last = reading;
        return !serverTime || (last != null && System.nanoTime() - last.nanoTime < RECENT_NANOS);
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
