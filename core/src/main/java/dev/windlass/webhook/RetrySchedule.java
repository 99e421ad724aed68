package dev.windlass.webhook;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** The waits before the second, third, … try of a delivery. */
public final class RetrySchedule {

    /** Three retries (seed row C10). */
    public static final List<Duration> DEFAULT =
            List.of(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(30));

    /** The schedule that Standard Webhooks recommends: nine retries over some three days. */
    public static final List<Duration> STANDARD = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    private static final double JITTER = 0.2;

    private RetrySchedule() {}

    /** The wait with 0–20 % on top, so that what failed together is not tried again together. */
    static Duration spread(Duration wait, RandomGenerator random) {
        double extra;
        // Called by the pump and its workers; not every generator is thread-safe.
        synchronized (random) {
            extra = JITTER * random.nextDouble();
        }
        return wait.plusMillis((long) (wait.toMillis() * extra));
    }
}
