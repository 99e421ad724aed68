package dev.windlass.store.jdbc;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/**
 * Repeats what lost against another transaction, each time after a pause of random length: two that collided and come back at once, in
 * step, collide again. Thread-safe.
 */
final class Collisions {

    private static final int TRIES = 5;

    /** The longest pause before the second try; it doubles with each try. A transaction of ours takes about as long. */
    private static final long FIRST_NANOS = Duration.ofMillis(2).toNanos();

    private final RandomGenerator random;
    private final LongConsumer sleeper;

    /**
     * @param random need not be thread-safe
     * @param sleeper waits for so many nanoseconds, or a little less
     */
    Collisions(RandomGenerator random, LongConsumer sleeper) {
        this.random = random;
        this.sleeper = sleeper;
    }

    <T> T repeated(Callable<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.call();
            } catch (Exception e) {
                if (attempt == TRIES || !Failures.isCollision(e)) {
                    throw Failures.translate(e);
                }
                pause(attempt);
            }
        }
    }

    /** @param attempt the one that failed, from 1 */
    void pause(int attempt) {
        sleeper.accept(upTo(FIRST_NANOS << Math.min(attempt - 1, TRIES)));
    }

    private synchronized long upTo(long nanos) {
        return 1 + random.nextLong(nanos);
    }
}
