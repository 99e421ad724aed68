package dev.windlass.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A registered receiver of events (seed row C10).
 *
 * @param events the event types that it gets, for example {@code job.run.failed}; empty for all
 * @param secrets newest first; the older ones still sign until they expire
 * @param retryDelays waits before the second, third, … try
 * @param disabledReason why Windlass disabled it; null when enabled or disabled by hand
 * @param failingSince when the first of an unbroken row of failures happened; null when the last try succeeded
 */
public record WebhookEndpoint(
        UUID id,
        String url,
        List<String> events,
        Profile profile,
        boolean enabled,
        List<Secret> secrets,
        List<Duration> retryDelays,
        @Nullable String disabledReason,
        @Nullable Instant failingSince,
        long version,
        Instant createdAt,
        Instant updatedAt)
        implements Resource {

    public WebhookEndpoint {
        events = List.copyOf(events);
        secrets = List.copyOf(secrets);
        retryDelays = List.copyOf(retryDelays);
    }

    /** In whose words events are told. */
    public enum Profile {
        /** The run or job object of {@code /api} (seed-001). */
        CONTRACT,
        /** The status object of {@code /v1/jobs} (seed-000, seed-002). */
        CALLBACK,
        /** The state words of {@code /jobs} (seed-003). */
        STATE
    }

    /**
     * A signing secret.
     *
     * @param value {@code whsec_…} or any other text; never logged, never shown again
     * @param expiresAt when it stops signing; null for the current one
     */
    public record Secret(String value, @Nullable Instant expiresAt) {

        @Override
        public String toString() {
            return "Secret[…]";
        }
    }

    @Override
    public @Nullable String uniqueName() {
        return null;
    }
}
