package dev.windlass.job;

import org.jspecify.annotations.Nullable;

/**
 * How far a run is (seed row M3).
 *
 * @param percent 0–100; null when unknown
 * @param completed items done; null when the run does not count items
 * @param total items in all; null when unknown
 * @param message what it is doing, for people; null when it does not say
 */
public record Progress(
        @Nullable Integer percent,
        @Nullable Long completed,
        @Nullable Long total,
        @Nullable String message) {

    /** Nothing reported yet. */
    public static final Progress NONE = new Progress(null, null, null, null);

    /** This progress followed by {@code next}: the percentage never falls, and what {@code next} leaves out stays. */
    public Progress advance(Progress next) {
        return new Progress(
                max(percent, next.percent),
                next.completed == null ? completed : next.completed,
                next.total == null ? total : next.total,
                next.message == null ? message : next.message);
    }

    private static @Nullable Integer max(@Nullable Integer a, @Nullable Integer b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return Math.max(a, b);
    }
}
