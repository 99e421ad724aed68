package dev.windlass.http.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After} (RFC 9110 section 10.2.3). */
final class RetryAfter {

    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /** Seconds or a date, at most a day; null when there is none, it is malformed or it has passed. */
    static @Nullable Duration parse(@Nullable String value, Instant now) {
        if (value == null || value.length() > 40) {
            return null;
        }
        Duration wait = value.matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(value)) : until(value, now);
        if (wait == null || wait.isNegative()) {
            return null;
        }
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }

    private static @Nullable Duration until(String date, Instant now) {
        try {
            ZonedDateTime at = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Duration.between(now, at.toInstant());
        } catch (DateTimeException e) {
            return null;
        }
    }
}
