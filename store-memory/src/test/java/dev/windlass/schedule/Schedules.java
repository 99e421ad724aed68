package dev.windlass.schedule;

import dev.windlass.job.Schedule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Next versions of a schedule. */
final class Schedules {

    private Schedules() {}

    static Schedule with(Schedule old, boolean enabled, @Nullable Instant next) {
        return copy(old, old.cron(), enabled, next);
    }

    static Schedule withCron(Schedule old, String cron) {
        return copy(old, cron, old.enabled(), old.nextFireAt());
    }

    private static Schedule copy(Schedule old, String cron, boolean enabled, @Nullable Instant next) {
        return new Schedule(
                old.id(),
                old.templateId(),
                cron,
                old.cronType(),
                old.zone(),
                enabled,
                old.misfire(),
                old.overlap(),
                old.dst(),
                next,
                old.lastFireAt(),
                old.version() + 1,
                old.createdAt(),
                old.updatedAt());
    }
}
