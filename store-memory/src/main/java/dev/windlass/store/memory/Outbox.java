package dev.windlass.store.memory;

import dev.windlass.job.WebhookEndpoint;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.EventDraft.Audience;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Finds out whom an event interests and writes a delivery for each. */
final class Outbox {

    private final ResourceTable resources;
    private final DeliveryTable deliveries;
    private final Signals signals;
    private long lastMillis;
    private long counter;

    Outbox(ResourceTable resources, DeliveryTable deliveries, Signals signals) {
        this.resources = resources;
        this.deliveries = deliveries;
        this.signals = signals;
    }

    /**
     * Keeps what these events lead to. Called before the change that they belong to, because rendering a body may fail; then nothing is
     * kept.
     */
    void add(List<EventDraft> drafts, Instant now) {
        List<DeliveryEntry> made = new ArrayList<>();
        for (EventDraft draft : drafts) {
            if (!deliveries.hasEvent(draft.orderKey(), draft.id())) {
                expand(draft, now, made);
            }
        }
        for (DeliveryEntry delivery : made) {
            deliveries.add(delivery);
            signals.deliveriesAvailable();
        }
    }

    private void expand(EventDraft draft, Instant now, List<DeliveryEntry> made) {
        if (draft.audience() instanceof Audience.Subscribers to) {
            Event event = null;
            for (WebhookEndpoint endpoint : resources.subscribers(to.profile(), draft.type())) {
                event = event == null ? render(draft, to.profile()) : event;
                made.add(delivery(event, endpoint, now));
            }
        } else if (draft.audience() instanceof Audience.Endpoint to) {
            if (resources.find(WebhookEndpoint.class, to.endpointId()) instanceof WebhookEndpoint endpoint) {
                made.add(delivery(render(draft, endpoint.profile()), endpoint, now));
            }
        } else if (draft.audience() instanceof Audience.Url to) {
            made.add(new DeliveryEntry(id(now), render(draft, to.profile()), to.origin(), null, to.url(), now));
        }
    }

    private static Event render(EventDraft draft, Profile profile) {
        return Event.of(draft, profile, draft.body().get());
    }

    private DeliveryEntry delivery(Event event, WebhookEndpoint endpoint, Instant now) {
        return new DeliveryEntry(id(now), event, "wh:" + endpoint.id(), endpoint.id(), endpoint.url(), now);
    }

    /** Sorted by time and, within a millisecond or when the clock goes back, by number. */
    private UUID id(Instant now) {
        lastMillis = Math.max(lastMillis, now.toEpochMilli());
        return new UUID(lastMillis << 16 | 0x7000, Long.MIN_VALUE | ++counter);
    }
}
