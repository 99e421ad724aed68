package dev.windlass.internal;

import java.time.Duration;

/** Waiting times as {@link System#nanoTime} counts them. */
final class Nanos {

    /** Stands for everything longer: a deadline that is centuries away compares as one that is over. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private Nanos() {}

    /** 0 to a year. */
    static long of(Duration wait) {
        if (wait.isNegative()) {
            return 0;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : wait.toNanos();
    }
}
