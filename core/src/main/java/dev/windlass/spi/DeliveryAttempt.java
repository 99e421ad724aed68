package dev.windlass.spi;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request to a receiver.
 *
 * @param number from 1, and from 1 again after a redelivery: unique only between two of these
 * @param statusCode null when no answer came
 * @param error why it failed, snake case, for example {@code connect_timeout}; null when it succeeded
 * @param response the beginning of the answer's body, at most 4 KiB; null when there was none
 */
public record DeliveryAttempt(
        int number,
        Instant startedAt,
        Duration duration,
        @Nullable Integer statusCode,
        @Nullable String error,
        @Nullable String response) {}
