package dev.windlass.store.memory;

import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.EventDraft;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody is told.
 *
 * @param owner what its deliveries are ordered by: the job, the direct run, or itself
 * @param body never changed
 */
record Event(
        UUID id,
        String type,
        @Nullable UUID jobId,
        @Nullable UUID runId,
        @Nullable String traceparent,
        UUID owner,
        long sequence,
        Instant at,
        Profile profile,
        byte[] body) {

    static Event of(EventDraft draft, Profile profile, byte[] body) {
        return new Event(
                draft.id(),
                draft.type(),
                draft.jobId(),
                draft.runId(),
                draft.traceparent(),
                draft.orderKey(),
                draft.sequence(),
                draft.at(),
                profile,
                body);
    }
}
