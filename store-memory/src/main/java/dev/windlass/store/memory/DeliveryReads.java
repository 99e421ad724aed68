package dev.windlass.store.memory;

import dev.windlass.job.WebhookEndpoint;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryAttempt;
import dev.windlass.spi.DeliveryQuery;
import dev.windlass.spi.DueDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What others see of deliveries. */
final class DeliveryReads {

    private final Tables tables;

    DeliveryReads(Tables tables) {
        this.tables = tables;
    }

    List<DueDelivery> claim(Map<String, Integer> rooms, int perLane, int max, Duration hold, Instant now) {
        long before = tables.deliveries.lastHold();
        List<DeliveryEntry> taken = tables.deliveries.take(rooms, perLane, max, hold, now);
        List<DueDelivery> due = new ArrayList<>(taken.size());
        for (DeliveryEntry delivery : taken) {
            Event event = delivery.event;
            due.add(new DueDelivery(view(delivery), endpoint(delivery), event.traceparent(), event.body(), ++before));
        }
        return due;
    }

    Optional<Delivery> find(UUID id) {
        DeliveryEntry delivery = tables.deliveries.find(id);
        return delivery == null ? Optional.empty() : Optional.of(view(delivery));
    }

    List<DeliveryAttempt> attempts(UUID id) {
        DeliveryEntry delivery = tables.deliveries.find(id);
        return delivery == null ? List.of() : delivery.tries();
    }

    Scan<DeliveryEntry, Delivery> scan(DeliveryQuery query) {
        return new Scan<>(
                Cursor.parse(query.cursor()),
                query.limit(),
                delivery -> matches(delivery, query),
                delivery -> new Cursor(0, Instant.EPOCH, delivery.id),
                this::view);
    }

    void step(Scan<DeliveryEntry, Delivery> scan, DeliveryQuery query) {
        Cursor visited = scan.visited();
        SortedBlocks.Test<DeliveryEntry> end =
                visited == null ? null : delivery -> Sorting.ids(delivery.id, visited.id()) >= 0;
        scan.step(source(query).descending(end));
    }

    private SortedBlocks<DeliveryEntry> source(DeliveryQuery query) {
        UUID jobId = query.jobId();
        if (jobId == null) {
            return tables.deliveries.inOrder();
        }
        SortedBlocks<DeliveryEntry> ofJob = new SortedBlocks<>((a, b) -> Sorting.ids(a.id, b.id));
        Collection<DeliveryEntry> all = tables.deliveries.ofOwner(jobId);
        for (Iterator<DeliveryEntry> it = all.iterator(); it.hasNext(); ) {
            ofJob.add(it.next());
        }
        return ofJob;
    }

    private static boolean matches(DeliveryEntry delivery, DeliveryQuery query) {
        return (query.jobId() == null || query.jobId().equals(delivery.event.jobId()))
                && (query.endpointId() == null || query.endpointId().equals(delivery.endpointId))
                && (query.status() == null || query.status() == delivery.status());
    }

    private Delivery view(DeliveryEntry delivery) {
        WebhookEndpoint endpoint = endpoint(delivery);
        return delivery.view(endpoint == null ? null : endpoint.url());
    }

    private @Nullable WebhookEndpoint endpoint(DeliveryEntry delivery) {
        UUID id = delivery.endpointId;
        return id != null && tables.resources.find(WebhookEndpoint.class, id) instanceof WebhookEndpoint endpoint
                ? endpoint
                : null;
    }
}
