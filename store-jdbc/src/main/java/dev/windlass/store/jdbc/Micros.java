package dev.windlass.store.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times as the tables keep them: microseconds since 1970 UTC, rounded down; durations in microseconds. */
final class Micros {

    private static final long PER_SECOND = 1_000_000;
    private static final long LAST_SECOND = Long.MAX_VALUE / PER_SECOND - 1;

    private Micros() {}

    /** Instants that are further away than a {@code long} reaches (292 000 years) are brought to its end. */
    static long of(Instant instant) {
        long seconds = Math.max(-LAST_SECOND, Math.min(LAST_SECOND, instant.getEpochSecond()));
        return seconds * PER_SECOND + instant.getNano() / 1_000;
    }

    static @Nullable Long ofNullable(@Nullable Instant instant) {
        return instant == null ? null : of(instant);
    }

    static long of(Duration duration) {
        long seconds = Math.max(-LAST_SECOND, Math.min(LAST_SECOND, duration.getSeconds()));
        return seconds * PER_SECOND + duration.getNano() / 1_000;
    }

    static @Nullable Long ofNullable(@Nullable Duration duration) {
        return duration == null ? null : of(duration);
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1_000);
    }

    static @Nullable Instant instant(@Nullable Long micros) {
        return micros == null ? null : instant(micros.longValue());
    }

    static Duration duration(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    static @Nullable Duration duration(@Nullable Long micros) {
        return micros == null ? null : duration(micros.longValue());
    }
}
