package dev.windlass.tck;

import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.EventDraft.Audience;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Events to be told, whose bodies are their ids, and how often a body was asked for. */
final class Events {

    static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final Fixtures given;
    private final AtomicLong sequence = new AtomicLong();
    final AtomicInteger rendered = new AtomicInteger();

    Events(Fixtures given) {
        this.given = given;
    }

    EventDraft toSubscribers(String type, @Nullable UUID jobId) {
        return event(type, jobId, null, new Audience.Subscribers(Profile.CONTRACT));
    }

    EventDraft toUrl(String url, @Nullable UUID jobId) {
        return event("job.run.completed", jobId, null, new Audience.Url(url, Profile.CALLBACK));
    }

    EventDraft toEndpoint(UUID endpointId) {
        return event("ping", null, null, new Audience.Endpoint(endpointId));
    }

    EventDraft event(String type, @Nullable UUID jobId, @Nullable UUID runId, Audience audience) {
        UUID id = given.id();
        return new EventDraft(
                id,
                type,
                jobId,
                runId,
                TRACEPARENT,
                sequence.incrementAndGet(),
                given.clock.instant(),
                audience,
                () -> {
                    rendered.incrementAndGet();
                    return body(id);
                });
    }

    static byte[] body(UUID eventId) {
        return ("{\"id\":\"" + eventId + "\"}").getBytes(StandardCharsets.UTF_8);
    }
}
