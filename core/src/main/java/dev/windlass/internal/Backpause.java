package dev.windlass.internal;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits between tries of something that failed for now: 50 ms, doubling, at most 5 s, ±20 %, until it has failed for too long or it is
 * stopped. How often says little: a try may fail at once or only after a socket's timeout. Thread-safe.
 */
final class Backpause {

    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final long patienceNanos;
    private final RandomGenerator random;
    private final StopSignal stop;

    Backpause(Duration patience, RandomGenerator random, StopSignal stop) {
        this.patienceNanos = patience.toNanos();
        this.random = random;
        this.stop = stop;
    }

    /**
     * Waits after the given failure in a row (from 1).
     *
     * @param sinceNanos when it was first tried, on {@link System#nanoTime}
     * @return whether to try again
     */
    boolean afterFailure(int failures, long sinceNanos) {
        return System.nanoTime() - sinceNanos < patienceNanos && !stop.await(delay(failures));
    }

    private Duration delay(int failures) {
        double nanos = Math.min(LONGEST.toNanos(), FIRST.toNanos() * Math.pow(2, Math.min(failures - 1, 20)));
        return Duration.ofNanos((long) (nanos * (0.8 + 0.4 * random.nextDouble())));
    }
}
