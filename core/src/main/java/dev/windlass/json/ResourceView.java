package dev.windlass.json;

import dev.windlass.job.JobTemplate;
import dev.windlass.job.Schedule;
import dev.windlass.job.WebhookEndpoint;
import org.jspecify.annotations.Nullable;

/** Templates, schedules and webhook endpoints as {@code /api} says them. */
public final class ResourceView {

    private ResourceView() {}

    public static void write(JsonOut out, JobTemplate template) {
        out.begin()
                .id("template_id", "tmpl", template.id())
                .text("name", template.name())
                .text("job_type", template.jobType())
                .json("params", template.params());
        Parts.retryPolicy(out, template.retryPolicy());
        out.seconds("timeout_seconds", template.timeout())
                .seconds("retention_seconds", template.retention())
                .number("version", template.version())
                .instant("created_at", template.createdAt())
                .instant("updated_at", template.updatedAt())
                .end();
    }

    public static void write(JsonOut out, Schedule schedule) {
        out.begin()
                .id("schedule_id", "sched", schedule.id())
                .id("template_id", "tmpl", schedule.templateId())
                .text("cron", schedule.cron())
                .word("cron_type", schedule.cronType())
                .text("timezone", schedule.zone().getId())
                .bool("enabled", schedule.enabled())
                .word("misfire", schedule.misfire())
                .word("overlap", schedule.overlap())
                .begin("dst")
                .word("gap", schedule.dst().gap())
                .word("overlap", schedule.dst().overlap())
                .end();
        out.instant("next_fire_at", schedule.nextFireAt())
                .instant("last_fire_at", schedule.lastFireAt())
                .number("version", schedule.version())
                .instant("created_at", schedule.createdAt())
                .instant("updated_at", schedule.updatedAt())
                .end();
    }

    /** @param secret shown this once, right after it was made; null to leave the member out */
    public static void write(JsonOut out, WebhookEndpoint endpoint, @Nullable String secret) {
        out.begin().id("webhook_id", "wh", endpoint.id()).text("url", endpoint.url());
        Parts.strings(out, "events", endpoint.events());
        out.word("profile", endpoint.profile())
                .bool("enabled", endpoint.enabled())
                .beginArray("retry_delays_seconds");
        endpoint.retryDelays().forEach(out::secondsElement);
        out.endArray()
                .text("disabled_reason", endpoint.disabledReason())
                .instant("failing_since", endpoint.failingSince())
                .number("version", endpoint.version())
                .instant("created_at", endpoint.createdAt())
                .instant("updated_at", endpoint.updatedAt());
        if (secret != null) {
            out.text("secret", secret);
        }
        out.end();
    }
}
