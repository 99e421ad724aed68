package dev.windlass;

import dev.windlass.internal.Engine;
import dev.windlass.job.ConflictException;
import dev.windlass.job.ConflictException.Reason;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Page;
import dev.windlass.job.WebhookEndpoint;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryAttempt;
import dev.windlass.spi.DeliveryQuery;
import dev.windlass.spi.WebhookSink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Registered receivers of events and what was delivered to them (seed row C10). Thread-safe. */
public final class Webhooks {

    private final WebhookAdmin admin;
    private final WebhookLog log;

    /**
     * @param sink judges URLs; null when this host sends no webhooks
     * @param retryNow told of a lane that should be tried whatever its failures so far
     * @param recall told of a lane whose receiver has changed
     */
    Webhooks(Engine engine, @Nullable WebhookSink sink, Consumer<String> retryNow, Consumer<String> recall) {
        admin = new WebhookAdmin(engine, sink, retryNow, recall);
        log = new WebhookLog(engine.store(), engine.clock(), engine.ids(), retryNow);
    }

    /**
     * What an endpoint is made of. Null members are the defaults; a null secret is generated, and left as it is in an update.
     *
     * @param events see {@link WebhookEndpoint#events}
     * @param profile null or CONTRACT; the other profiles are for URLs that come with a job
     */
    public record Draft(
            String url,
            List<String> events,
            WebhookEndpoint.@Nullable Profile profile,
            boolean enabled,
            @Nullable String secret,
            @Nullable List<Duration> retryDelays) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "Draft[url=" + url + ", events=" + events + ", profile=" + profile + ", enabled=" + enabled
                    + ", retryDelays=" + retryDelays + "]";
        }
    }

    /** @throws InvalidRequestException naming each member that is wrong, or when there are 1 000 endpoints already */
    public WebhookEndpoint create(Draft draft) {
        return admin.create(draft);
    }

    /** The same, at most once for this key. @throws ConflictException KEY_REUSED */
    public Submitted<WebhookEndpoint> create(Draft draft, IdempotencyKey<WebhookEndpoint> key) {
        return admin.create(draft, key);
    }

    public Optional<WebhookEndpoint> find(UUID id) {
        return admin.find(id);
    }

    public Page<WebhookEndpoint> list(@Nullable String cursor, int limit) {
        return admin.list(cursor, limit);
    }

    /**
     * Changes an endpoint. A new secret replaces the current one as {@link #rotateSecret} does.
     *
     * @param expectedVersion null for whatever is stored
     * @param change gets the stored endpoint as a draft, without its secret, and returns what it should be; may be called more than once
     * @throws ConflictException VERSION_MISMATCH
     */
    public WebhookEndpoint update(UUID id, @Nullable Long expectedVersion, UnaryOperator<Draft> change) {
        return admin.update(id, expectedVersion, change);
    }

    /**
     * Deletes an endpoint. What is still to be delivered to it is given up.
     *
     * @param expectedVersion null for whatever is stored
     * @throws ConflictException VERSION_MISMATCH
     */
    public void delete(UUID id, @Nullable Long expectedVersion) {
        admin.delete(id, expectedVersion);
    }

    /** Makes a new signing secret; the old one signs along for 24 hours. */
    public WebhookEndpoint rotateSecret(UUID id) {
        return admin.rotateSecret(id);
    }

    /** Enables an endpoint that was disabled. */
    public WebhookEndpoint enable(UUID id) {
        return admin.enable(id);
    }

    /** Sends a {@code ping} event to this endpoint alone, enabled or not; returns its delivery. */
    public Delivery ping(UUID id) {
        return log.ping(existing(id));
    }

    public Page<Delivery> deliveries(DeliveryQuery query) {
        return log.list(query);
    }

    public Optional<Delivery> delivery(UUID id) {
        return log.find(id);
    }

    /** The tries of a delivery, oldest first. */
    public List<DeliveryAttempt> attempts(UUID deliveryId) {
        return log.attempts(deliveryId);
    }

    /**
     * Tries a settled delivery anew, with the same webhook-id.
     *
     * @throws ConflictException NOT_FINISHED while it is still being tried
     * @throws InvalidRequestException when its endpoint is disabled or gone
     */
    public Delivery redeliver(UUID deliveryId) {
        Delivery delivery = log.find(deliveryId).orElseThrow(() -> WebhookLog.notFound(deliveryId));
        if (delivery.status() == Delivery.Status.PENDING) {
            throw new ConflictException(Reason.NOT_FINISHED, "The delivery is still being tried");
        }
        if (delivery.endpointId() != null) {
            enabled(delivery.endpointId());
        }
        return log.redeliver(delivery);
    }

    /**
     * Tries anew all given-up deliveries of events in {@code [since, until)}.
     *
     * @return how many
     * @throws InvalidRequestException when the endpoint is disabled, or the range is empty
     */
    public int recover(UUID endpointId, Instant since, Instant until) {
        existing(endpointId);
        if (!since.isBefore(until)) {
            throw new InvalidRequestException("/until", "must be after since");
        }
        enabled(endpointId);
        return log.recover(endpointId, since, until);
    }

    private WebhookEndpoint existing(UUID id) {
        return find(id).orElseThrow(() -> WebhookAdmin.notFound(id));
    }

    private void enabled(UUID endpointId) {
        if (find(endpointId).filter(WebhookEndpoint::enabled).isEmpty()) {
            throw new InvalidRequestException("", "The webhook is disabled or deleted; enable it first");
        }
    }
}
