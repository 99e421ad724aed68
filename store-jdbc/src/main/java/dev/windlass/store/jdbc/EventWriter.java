package dev.windlass.store.jdbc;

import dev.windlass.job.WebhookEndpoint;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.EventDraft.Audience;
import dev.windlass.spi.SubscriberEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes events in the transaction of their transition: looks whom each interests and writes the event once and a delivery for each
 * receiver. When nobody listens a batch costs one look at the enabled endpoints, and no body is made.
 */
final class EventWriter {

    private static final int LONGEST_LANE = 500;

    private record Receiver(
            EventDraft event,
            Profile profile,
            String lane,
            @Nullable UUID endpointId,
            String url) {}

    private final ResourceReads resources;
    private final StoreIds ids;
    private final StoreClock clock;

    EventWriter(ResourceReads resources, StoreIds ids, StoreClock clock) {
        this.resources = resources;
        this.ids = ids;
        this.clock = clock;
    }

    /** @param events of each transition or submission; what nobody listens to is not made @return how many deliveries it made */
    int write(Handle handle, List<List<EventDraft>> events) {
        boolean anySubscribers = events.stream().anyMatch(EventWriter::forSubscribers);
        List<WebhookEndpoint> enabled = anySubscribers ? resources.enabledEndpoints(handle) : List.of();
        List<Receiver> receivers = new ArrayList<>();
        for (List<EventDraft> some : events) {
            if (!(some instanceof SubscriberEvents) || !enabled.isEmpty()) {
                some.forEach(event -> addReceivers(handle, event, enabled, receivers));
            }
        }
        if (receivers.isEmpty()) {
            return 0;
        }
        Set<UUID> fresh = insertEvents(handle, receivers);
        insertDeliveries(
                handle,
                receivers.stream()
                        .filter(receiver -> fresh.contains(receiver.event.id()))
                        .toList());
        return receivers.size();
    }

    private static boolean forSubscribers(List<EventDraft> events) {
        return events instanceof SubscriberEvents
                || events.stream().anyMatch(event -> event.audience() instanceof Audience.Subscribers);
    }

    private void addReceivers(
            Handle handle, EventDraft event, List<WebhookEndpoint> enabled, List<Receiver> receivers) {
        Audience audience = event.audience();
        if (audience instanceof Audience.Subscribers subscribers) {
            for (WebhookEndpoint endpoint : enabled) {
                if (endpoint.profile() == subscribers.profile() && wants(endpoint, event)) {
                    receivers.add(of(event, endpoint));
                }
            }
        } else if (audience instanceof Audience.Endpoint one) {
            resources
                    .find(handle, WebhookEndpoint.class, one.endpointId())
                    .ifPresent(endpoint -> receivers.add(of(event, endpoint)));
        } else if (audience instanceof Audience.Url target) {
            receivers.add(new Receiver(event, target.profile(), shortened(target.origin()), null, target.url()));
        }
    }

    private static boolean wants(WebhookEndpoint endpoint, EventDraft event) {
        return endpoint.events().isEmpty() || endpoint.events().contains(event.type());
    }

    private static Receiver of(EventDraft event, WebhookEndpoint endpoint) {
        return new Receiver(event, endpoint.profile(), "wh:" + endpoint.id(), endpoint.id(), endpoint.url());
    }

    private static String shortened(String lane) {
        return Text.clean(lane.substring(0, Math.min(LONGEST_LANE, lane.length())));
    }

    /** @return the ids of events that were not there yet: a repeated report brings its events along once more */
    private static Set<UUID> insertEvents(Handle handle, List<Receiver> receivers) {
        List<EventDraft> events =
                receivers.stream().map(Receiver::event).distinct().toList();
        Set<UUID> known = handle.createQuery("SELECT id FROM windlass_event WHERE id = ANY(:ids)")
                .bindArray(
                        "ids", UUID.class, events.stream().map(EventDraft::id).toList())
                .map(rows -> Get.id(rows, 1))
                .set();
        Rows rows = new Rows(
                "id uuid",
                "type varchar",
                "job_id uuid",
                "run_id uuid",
                "order_key uuid",
                "sequence bigint",
                "at bigint",
                "traceparent varchar",
                "body bytea");
        Set<UUID> fresh = new java.util.HashSet<>();
        for (EventDraft event : events) {
            if (!known.contains(event.id()) && fresh.add(event.id())) {
                rows.add(
                        event.id(),
                        event.type(),
                        event.jobId(),
                        event.runId(),
                        event.orderKey(),
                        event.sequence(),
                        Micros.of(event.at()),
                        Text.cleanOrNull(event.traceparent()),
                        event.body().get());
            }
        }
        rows.insertInto(handle, "windlass_event");
        return fresh;
    }

    private static boolean isOwned(EventDraft event) {
        return event.jobId() != null || event.runId() != null;
    }

    private void insertDeliveries(Handle handle, List<Receiver> receivers) {
        Rows deliveries = DeliveryTable.rows();
        Rows outbox = DeliveryTable.outboxRows();
        long now = clock.now();
        for (Receiver receiver : receivers) {
            EventDraft event = receiver.event;
            UUID id = ids.next();
            deliveries.add(
                    id,
                    event.id(),
                    event.type(),
                    Micros.of(event.at()),
                    event.jobId(),
                    event.runId(),
                    event.orderKey(),
                    event.sequence(),
                    receiver.profile.ordinal(),
                    receiver.lane,
                    receiver.endpointId,
                    Text.clean(receiver.url),
                    isOwned(event),
                    0,
                    0,
                    now);
            outbox.add(id, event.orderKey(), event.sequence(), now, now, 0L, receiver.lane, !isOwned(event));
        }
        deliveries.insertInto(handle, "windlass_delivery");
        outbox.insertInto(handle, "windlass_outbox");
    }
}
