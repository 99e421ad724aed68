package dev.windlass.internal.schedule;

import dev.windlass.job.Schedule;
import java.time.Instant;

/** A schedule with another next instant, as its next version. */
final class Reschedule {

    private Reschedule() {}

    static Schedule at(Schedule old, Instant nextFireAt, Instant now) {
        return new Schedule(
                old.id(),
                old.templateId(),
                old.cron(),
                old.cronType(),
                old.zone(),
                old.enabled(),
                old.misfire(),
                old.overlap(),
                old.dst(),
                nextFireAt,
                old.lastFireAt(),
                old.version() + 1,
                old.createdAt(),
                now);
    }
}
