package dev.windlass;

import dev.windlass.job.Ids;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.Page;
import dev.windlass.job.WebhookEndpoint;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryAttempt;
import dev.windlass.spi.DeliveryQuery;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.Redelivery;
import dev.windlass.spi.Submission;
import dev.windlass.webhook.EventFactory;
import dev.windlass.webhook.WebhookPump;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What was delivered, and delivering it again. Thread-safe. */
final class WebhookLog {

    private static final int LATEST = 500;

    private final JobStore store;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Consumer<String> retryNow;

    WebhookLog(JobStore store, InstantSource clock, Supplier<UUID> ids, Consumer<String> retryNow) {
        this.store = store;
        this.clock = clock;
        this.ids = ids;
        this.retryNow = retryNow;
    }

    Page<Delivery> list(DeliveryQuery query) {
        return store.listDeliveries(query);
    }

    Optional<Delivery> find(UUID id) {
        return store.findDelivery(id);
    }

    static NotFoundException notFound(UUID deliveryId) {
        return new NotFoundException("webhook delivery", Ids.prefixed("whd", deliveryId));
    }

    List<DeliveryAttempt> attempts(UUID deliveryId) {
        return store.attempts(deliveryId);
    }

    Delivery ping(WebhookEndpoint endpoint) {
        EventDraft ping = EventFactory.ping(ids.get(), endpoint.id(), clock.instant());
        Submission submission = new Submission(List.of(), null, null, null, List.of(ping));
        store.submit(List.of(submission), Long.MAX_VALUE);
        retryNow.accept(WebhookPump.laneOf(endpoint.id()));
        return list(new DeliveryQuery(null, endpoint.id(), null, null, LATEST)).items().stream()
                .filter(delivery -> delivery.eventId().equals(ping.id()))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException("", "The webhook was deleted meanwhile"));
    }

    /**
     * Its lane is tried at once, also when it has been failing: somebody expects it to work now.
     *
     * @throws NotFoundException when it was pruned meanwhile
     */
    Delivery redeliver(Delivery delivery) {
        store.redeliver(new Redelivery.One(delivery.id()), clock.instant());
        retryNow.accept(delivery.lane());
        return find(delivery.id()).orElseThrow(() -> notFound(delivery.id()));
    }

    int recover(UUID endpointId, Instant since, Instant until) {
        int count = store.redeliver(new Redelivery.Range(endpointId, since, until), clock.instant());
        retryNow.accept(WebhookPump.laneOf(endpointId));
        return count;
    }
}
