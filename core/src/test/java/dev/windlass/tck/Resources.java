package dev.windlass.tck;

import dev.windlass.job.DstPolicy;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.Resource;
import dev.windlass.job.Schedule;
import dev.windlass.job.Schedule.CronType;
import dev.windlass.job.Schedule.Misfire;
import dev.windlass.job.Schedule.Overlap;
import dev.windlass.job.WebhookEndpoint;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.Submission;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Templates, schedules and endpoints as they are made, and as they are after a change. */
final class Resources {

    private Resources() {}

    static Submission creation(Resource resource) {
        return new Submission(List.of(), null, resource, null, List.of());
    }

    static JobTemplate renamed(JobTemplate old, String name) {
        return new JobTemplate(
                old.id(),
                name,
                old.jobType(),
                old.params(),
                old.retryPolicy(),
                old.timeout(),
                old.retention(),
                old.version() + 1,
                old.createdAt(),
                old.updatedAt().plusSeconds(1));
    }

    static Schedule schedule(UUID id, UUID templateId, boolean enabled, @Nullable Instant nextFireAt, Instant now) {
        return new Schedule(
                id,
                templateId,
                "0 3 * * *",
                CronType.UNIX,
                ZoneId.of("Europe/Warsaw"),
                enabled,
                Misfire.FIRE_ONCE,
                Overlap.QUEUE_ONE,
                new DstPolicy(DstPolicy.Gap.SKIP, DstPolicy.Repeat.LAST),
                nextFireAt,
                null,
                1,
                now,
                now);
    }

    /** The next version of a schedule. */
    static Schedule changed(Schedule old, boolean enabled, @Nullable Instant nextFireAt) {
        return new Schedule(
                old.id(),
                old.templateId(),
                "*/5 * * * *",
                old.cronType(),
                old.zone(),
                enabled,
                old.misfire(),
                old.overlap(),
                old.dst(),
                nextFireAt,
                old.lastFireAt(),
                old.version() + 1,
                old.createdAt(),
                old.updatedAt());
    }

    static WebhookEndpoint endpoint(UUID id, Profile profile, boolean enabled, Instant now, String... events) {
        return new WebhookEndpoint(
                id,
                "https://example.com/" + id,
                List.of(events),
                profile,
                enabled,
                List.of(
                        new WebhookEndpoint.Secret("whsec_bmV3", null),
                        new WebhookEndpoint.Secret("whsec_b2xk", now.plusSeconds(60))),
                List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)),
                null,
                null,
                1,
                now,
                now);
    }

    /** The next version of an endpoint, at another URL. */
    static WebhookEndpoint moved(WebhookEndpoint old, String url, boolean enabled) {
        return new WebhookEndpoint(
                old.id(),
                url,
                old.events(),
                old.profile(),
                enabled,
                old.secrets(),
                old.retryDelays(),
                enabled ? null : "gone",
                old.createdAt(),
                old.version() + 1,
                old.createdAt(),
                old.updatedAt());
    }
}
