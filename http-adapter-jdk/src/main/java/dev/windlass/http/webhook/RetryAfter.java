package dev.windlass.http.webhook;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After} (RFC 9110 section 10.2.3). */
final class RetryAfter {

    private static final Duration LONGEST = Duration.ofDays(1);

    private static final String NAME = "Retry-After";

    private RetryAfter() {}

    /** Seconds or a date, at most a day; null when there is none, it is malformed or it has passed. */
    static @Nullable Duration parse(@Nullable String value, Instant now) {
        if (value == null || value.length() > 40) {
            return null;
        }
        Duration wait = value.matches("[0-9]+") ? seconds(value) : until(value, now);
        if (wait == null || wait.isNegative()) {
            return null;
        }
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }

    private static Duration seconds(String digits) {
        BigInteger seconds = new BigInteger(digits);
        return seconds.bitLength() < Integer.SIZE ? Duration.ofSeconds(seconds.longValue()) : LONGEST;
    }

    /** In any of the three formats that RFC 9110 section 5.6.7 wants to be understood. */
    private static @Nullable Duration until(String date, Instant now) {
        boolean text = date.chars().allMatch(c -> c >= ' ' && c < 127);
        Instant at = text ? Headers.of(NAME, date).getInstant(NAME) : null;
        return at == null ? null : Duration.between(now, at);
    }
}
