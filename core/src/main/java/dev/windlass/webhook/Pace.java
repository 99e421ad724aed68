package dev.windlass.webhook;

import java.time.Duration;

/** How long the pump's rounds take, and so how far ahead deliveries must be fetched for workers not to wait. Not thread-safe. */
final class Pace {

    private static final long LEAST_NANOS = Duration.ofMillis(100).toNanos();
    private static final long MOST_NANOS = Duration.ofSeconds(5).toNanos();

    private long usualNanos;

    /** A round took so long, most of it spent waiting for the store. */
    void round(long nanos) {
        usualNanos = (usualNanos * 7 + nanos) / 8;
    }

    /** Two rounds: what is fetched in one must last until the end of the next. */
    long aheadNanos() {
        return Math.min(MOST_NANOS, Math.max(LEAST_NANOS, 2 * usualNanos));
    }
}
