package dev.windlass.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is due next; null where nothing is.
 *
 * @param job when the next delayed or backing-off job becomes due, or has become due and no claim has looked since; jobs that wait in the
 *     queue already are not looked at, since claiming finds them
 * @param fire the next instant of an enabled schedule
 * @param delivery the next webhook delivery
 */
public record Upcoming(
        @Nullable Instant job,
        @Nullable Instant fire,
        @Nullable Instant delivery) {}
