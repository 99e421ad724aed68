package dev.windlass.job;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: {@code initial · multiplier^(attempt-1)}, at most {@code max}, spread by {@code ±jitter}.
 *
 * @param initial wait after the first failed attempt, 0 to 30 days
 * @param multiplier 1 to 100
 * @param max upper bound of the wait before jitter, at least {@code initial}
 * @param jitter 0 to 1; 0.2 spreads the wait by ±20 %
 */
public record Backoff(Duration initial, double multiplier, Duration max, double jitter) {

    // Before DEFAULT: static members are set in this order, and DEFAULT is checked against it.
    private static final Duration LONGEST = Duration.ofDays(30);

    /** 1 s, doubling, at most 60 s, ±20 %. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(60), 0.2);

    /** @throws InvalidRequestException naming the member that is out of range */
    public Backoff {
        Checks.range("/backoff/initial_seconds", initial, Duration.ZERO, LONGEST);
        Checks.range("/backoff/max_seconds", max, initial, LONGEST);
        Checks.range("/backoff/multiplier", multiplier, 1, 100);
        Checks.range("/backoff/jitter", jitter, 0, 1);
    }

    /** The wait after {@code failedAttempt} (from 1) failed. */
    public Duration delayAfter(int failedAttempt, RandomGenerator random) {
        double base = Math.min(toNanos(max), toNanos(initial) * Math.pow(multiplier, failedAttempt - 1));
        double spread = jitter == 0 ? 1 : 1 + jitter * (2 * random.nextDouble() - 1);
        return Duration.ofNanos((long) (base * spread));
    }

    private static double toNanos(Duration duration) {
        return duration.toNanos();
    }
}
