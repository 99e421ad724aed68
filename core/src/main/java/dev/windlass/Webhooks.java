package dev.windlass;

import dev.windlass.job.Page;
import dev.windlass.job.WebhookEndpoint;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryAttempt;
import dev.windlass.spi.DeliveryQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Registered receivers of events and what was delivered to them (seed row C10). Thread-safe. */
public final class Webhooks {

    /** What an endpoint is made of. Null members are the defaults; a null secret is generated. */
    public record Draft(
            String url,
            List<String> events,
            WebhookEndpoint.@Nullable Profile profile,
            boolean enabled,
            @Nullable String secret,
            @Nullable List<Duration> retryDelays) {}

    public WebhookEndpoint create(Draft draft) {
        throw new UnsupportedOperationException();
    }

    public Submitted<WebhookEndpoint> create(Draft draft, IdempotencyKey<WebhookEndpoint> key) {
        throw new UnsupportedOperationException();
    }

    public Optional<WebhookEndpoint> find(UUID id) {
        throw new UnsupportedOperationException();
    }

    public Page<WebhookEndpoint> list(@Nullable String cursor, int limit) {
        throw new UnsupportedOperationException();
    }

    public WebhookEndpoint update(UUID id, @Nullable Long expectedVersion, UnaryOperator<Draft> change) {
        throw new UnsupportedOperationException();
    }

    public void delete(UUID id) {
        throw new UnsupportedOperationException();
    }

    /** Makes a new signing secret; the old one signs along for 24 hours. */
    public WebhookEndpoint rotateSecret(UUID id) {
        throw new UnsupportedOperationException();
    }

    /** Enables an endpoint that was disabled. */
    public WebhookEndpoint enable(UUID id) {
        throw new UnsupportedOperationException();
    }

    /** Sends a {@code ping} event to this endpoint alone; returns its delivery. */
    public Delivery ping(UUID id) {
        throw new UnsupportedOperationException();
    }

    public Page<Delivery> deliveries(DeliveryQuery query) {
        throw new UnsupportedOperationException();
    }

    public Optional<Delivery> delivery(UUID id) {
        throw new UnsupportedOperationException();
    }

    public List<DeliveryAttempt> attempts(UUID deliveryId) {
        throw new UnsupportedOperationException();
    }

    /** Tries a settled delivery anew, with the same webhook-id. */
    public Delivery redeliver(UUID deliveryId) {
        throw new UnsupportedOperationException();
    }

    /** Tries anew all given-up deliveries of events in {@code [since, until)}. @return how many */
    public int recover(UUID endpointId, Instant since, Instant until) {
        throw new UnsupportedOperationException();
    }
}
