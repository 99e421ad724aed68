package dev.windlass.job;

import java.time.Duration;

/** Range checks whose message names the member. */
final class Checks {

    private Checks() {}

    static void range(String pointer, long value, long min, long max) {
        if (value < min || value > max) {
            throw new InvalidRequestException(pointer, "must be between " + min + " and " + max + ", but is " + value);
        }
    }

    static void range(String pointer, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new InvalidRequestException(pointer, "must be between " + min + " and " + max + ", but is " + value);
        }
    }

    static void range(String pointer, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new InvalidRequestException(
                    pointer,
                    "must be between " + seconds(min) + " and " + seconds(max) + " seconds, but is " + seconds(value));
        }
    }

    private static String seconds(Duration duration) {
        return java.math.BigDecimal.valueOf(duration.toMillis(), 3)
                .stripTrailingZeros()
                .toPlainString();
    }
}
