package dev.windlass.spi;

import dev.windlass.job.WebhookEndpoint.Profile;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The telling of one event to one receiver.
 *
 * @param eventId the {@code webhook-id}
 * @param lane what it shares its fate with: {@code wh:<uuid>} for an endpoint, the URL's origin for a job's own URL
 * @param endpointId null for a job's own URL
 * @param url where to: the job's own URL, or the endpoint's as it is now
 * @param attempts tries since it was made, or since it was last redelivered
 * @param nextAttemptAt null once settled
 */
public record Delivery(
        UUID id,
        UUID eventId,
        String eventType,
        @Nullable UUID jobId,
        @Nullable UUID runId,
        long sequence,
        Profile profile,
        String lane,
        @Nullable UUID endpointId,
        String url,
        Status status,
        int attempts,
        @Nullable Instant nextAttemptAt,
        Instant createdAt,
        @Nullable Instant settledAt) {

    /** Where a delivery is in its life. */
    public enum Status {
        PENDING,
        DELIVERED,
        /** Out of tries, or its endpoint is gone. Kept, and can be redelivered. */
        GIVEN_UP
    }
}
