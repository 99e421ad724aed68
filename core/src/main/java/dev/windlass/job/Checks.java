package dev.windlass.job;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Range checks whose message names the member: of a request, by its JSON pointer, or of a host's choices, by its parameter. */
final class Checks {

    private Checks() {}

    /** @throws IllegalArgumentException when a host chose less */
    static void atLeast(String name, long value, long min) {
        if (value < min) {
            throw new IllegalArgumentException(name + " must be at least " + min + ", but is " + value);
        }
    }

    /** @throws IllegalArgumentException when a host chose something else; null is fine */
    static void between(String name, @Nullable Duration value, Duration min, Duration max) {
        if (value != null && (value.compareTo(min) < 0 || value.compareTo(max) > 0)) {
            throw new IllegalArgumentException(
                    name + " must be between " + seconds(min) + " s and " + seconds(max) + " s, but is " + value);
        }
    }

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
