package dev.windlass.job;

import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A template that is run by the clock (seed row C3).
 *
 * @param cron in the dialect of {@code cronType}, or a nickname such as {@code @daily}
 * @param zone an IANA time zone
 * @param nextFireAt the instant that fires next; null when disabled or when the cron has no further instant
 * @param lastFireAt the instant that fired last; null when none has
 */
public record Schedule(
        UUID id,
        UUID templateId,
        String cron,
        CronType cronType,
        ZoneId zone,
        boolean enabled,
        Misfire misfire,
        Overlap overlap,
        DstPolicy dst,
        @Nullable Instant nextFireAt,
        @Nullable Instant lastFireAt,
        long version,
        Instant createdAt,
        Instant updatedAt)
        implements Resource {

    /** How {@code cron} is to be read. */
    public enum CronType {
        UNIX,
        QUARTZ,
        SPRING
    }

    /** What becomes of fires that were due while no node was up. */
    public enum Misfire {
        /** One run for all of them. */
        FIRE_ONCE,
        /** None. */
        SKIP,
        /** Each of them, up to a bound. */
        FIRE_ALL
    }

    /** What a fire does while an earlier job of the same schedule is still live. */
    public enum Overlap {
        /** Leaves a SKIPPED run. */
        SKIP,
        /** Makes a job all the same. */
        ALLOW,
        /** Makes a job unless one already waits. */
        QUEUE_ONE
    }

    /**
     * The same schedule, which has fired at this instant too: {@code lastFireAt} does not go back.
     *
     * @param instant null when it has fired at none
     */
    public Schedule firedAt(@Nullable Instant instant) {
        if (instant == null || (lastFireAt != null && !instant.isAfter(lastFireAt))) {
            return this;
        }
        return new Schedule(
                id,
                templateId,
                cron,
                cronType,
                zone,
                enabled,
                misfire,
                overlap,
                dst,
                nextFireAt,
                instant,
                version,
                createdAt,
                updatedAt);
    }

    @Override
    public @Nullable String uniqueName() {
        return null;
    }
}
