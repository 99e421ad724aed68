package dev.windlass.json;

import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryAttempt;
import java.util.List;

/** Webhook deliveries and their attempts as {@code /api} says them. */
public final class DeliveryView {

    private DeliveryView() {}

    /** A delivery as it is listed. */
    public static void write(JsonOut out, Delivery delivery) {
        out.begin().with(o -> members(o, delivery)).end();
    }

    /** A delivery with what was tried, oldest first. */
    public static void write(JsonOut out, Delivery delivery, List<DeliveryAttempt> attempts) {
        out.begin().with(o -> members(o, delivery)).beginArray("attempts");
        attempts.forEach(attempt -> attempt(out, attempt));
        out.endArray().end();
    }

    private static void members(JsonOut out, Delivery delivery) {
        out.id("delivery_id", "whd", delivery.id())
                .id("event_id", "evt", delivery.eventId())
                .text("event", delivery.eventType())
                .id("job_id", "job", delivery.jobId())
                .id("run_id", "run", delivery.runId())
                .number("sequence", delivery.sequence())
                .word("profile", delivery.profile())
                .id("webhook_id", "wh", delivery.endpointId())
                .text("url", delivery.url())
                .word("status", delivery.status())
                .number("attempt_count", delivery.attempts())
                .instant("next_attempt_at", delivery.nextAttemptAt())
                .instant("created_at", delivery.createdAt())
                .instant("settled_at", delivery.settledAt());
    }

    private static void attempt(JsonOut out, DeliveryAttempt attempt) {
        out.begin()
                .number("number", attempt.number())
                .instant("started_at", attempt.startedAt())
                .number("duration_ms", attempt.duration().toMillis())
                .number("status_code", attempt.statusCode())
                .text("error", attempt.error())
                .text("response", attempt.response())
                .end();
    }
}
