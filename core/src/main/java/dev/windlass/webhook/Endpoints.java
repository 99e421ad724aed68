package dev.windlass.webhook;

import dev.windlass.job.WebhookEndpoint;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Next versions of an endpoint. */
final class Endpoints {

    private Endpoints() {}

    static WebhookEndpoint disabled(WebhookEndpoint stored, String reason, Instant now) {
        return next(stored, false, reason, stored.failingSince(), now);
    }

    static WebhookEndpoint failing(WebhookEndpoint stored, @Nullable Instant since, Instant now) {
        return next(stored, stored.enabled(), stored.disabledReason(), since, now);
    }

    private static WebhookEndpoint next(
            WebhookEndpoint stored,
            boolean enabled,
            @Nullable String disabledReason,
            @Nullable Instant failingSince,
            Instant now) {
        return new WebhookEndpoint(
                stored.id(),
                stored.url(),
                stored.events(),
                stored.profile(),
                enabled,
                stored.secrets(),
                stored.retryDelays(),
                disabledReason,
                failingSince,
                stored.version() + 1,
                stored.createdAt(),
                now);
    }
}
