package dev.windlass.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Whether a lane may be tried now: a circuit breaker, and the pause that a receiver asked for. Guarded by its lane. */
final class Breaker {

    /** Failures in a row from which on one request at a time is enough to see whether the receiver is back. */
    private static final int WARY_AFTER = 3;

    private final PumpSettings settings;
    private final RandomGenerator random;
    private int failures;
    private int trials;
    private @Nullable Instant failingSince;
    private @Nullable Instant openUntil;
    private @Nullable Instant pausedUntil;

    Breaker(PumpSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    void succeeded() {
        failures = 0;
        trials = 0;
        failingSince = null;
        openUntil = null;
    }

    void failed(Instant now) {
        failures++;
        failingSince = failingSince == null ? now : failingSince;
        // What was in flight when it opened fails too; that is no failed trial.
        if (isOpenable() && !isBefore(now, openUntil)) {
            openUntil = now.plus(pauseBeforeTrial());
            trials++;
        }
    }

    private Duration pauseBeforeTrial() {
        Duration doubled = settings.breakerPause().multipliedBy(1L << Math.min(trials, 20));
        Duration longest = settings.longestPause();
        return RetrySchedule.spread(doubled.compareTo(longest) < 0 ? doubled : longest, random);
    }

    /** The receiver asked to be left alone. */
    void pause(Instant until) {
        if (pausedUntil == null || until.isAfter(pausedUntil)) {
            pausedUntil = until;
        }
    }

    /** Somebody says that the receiver is back: the next request is a trial, at once. */
    void retryNow() {
        openUntil = null;
        pausedUntil = null;
    }

    /** When it may be tried again; null when it may now. */
    @Nullable
    Instant shutUntil(Instant now) {
        boolean open = isBefore(now, openUntil);
        boolean paused = isBefore(now, pausedUntil);
        if (open && paused && openUntil != null && pausedUntil != null) {
            return openUntil.isAfter(pausedUntil) ? openUntil : pausedUntil;
        }
        return open ? openUntil : paused ? pausedUntil : null;
    }

    /** How many requests may be in flight when it is not shut. */
    int limit() {
        return failures >= Math.min(WARY_AFTER, settings.breakerAfter()) ? 1 : settings.perLane();
    }

    boolean isFailing() {
        return failures > 0;
    }

    /** Whether so much failed in a row that it is more than a hiccup. */
    boolean isOpenable() {
        return failures >= settings.breakerAfter();
    }

    /** When the unbroken row of failures began; null when the last try succeeded. */
    @Nullable
    Instant failingSince() {
        return failingSince;
    }

    private static boolean isBefore(Instant now, @Nullable Instant until) {
        return until != null && now.isBefore(until);
    }
}
