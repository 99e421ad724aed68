package dev.windlass.webhook;

import dev.windlass.job.StoreException;
import dev.windlass.job.WebhookEndpoint;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.Delivery.Status;
import dev.windlass.spi.ResourceStore;
import dev.windlass.spi.ResourceStore.Changed;
import dev.windlass.spi.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps with an endpoint since when it has been failing, and disables it when it has for too long or says that it is gone. A hiccup is
 * not written down, so that a flaky receiver does not cost a write per failure. Confined to the pump's thread.
 */
final class EndpointHealth {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointHealth.class);
    private static final int TRIES = 5;

    /** So many tries of one delivery that failed, all that it had, are more than a hiccup. */
    private static final int SEVERAL = 3;

    private final ResourceStore store;
    private final Duration disableAfter;
    private final Recalls recalls;
    private final Map<UUID, UnaryOperator<WebhookEndpoint>> changes = new HashMap<>();

    /** Those that this node has marked as failing, because what a delivery carries of its endpoint may be older than the mark. */
    private final Set<UUID> marked = new HashSet<>();

    EndpointHealth(ResourceStore store, Duration disableAfter, Recalls recalls) {
        this.store = store;
        this.recalls = recalls;
        this.disableAfter = disableAfter;
    }

    /** Takes note of a try and what it led to; {@link #write} makes it last. */
    void note(Outcome.Tried tried, Settlement settlement) {
        WebhookEndpoint endpoint = tried.held().due().endpoint();
        if (endpoint == null) {
            return;
        }
        switch (Verdict.of(tried.answer())) {
            case DELIVERED -> delivered(endpoint, settlement.at());
            case GONE -> gone(tried.held().due().delivery(), endpoint.id(), settlement.at());
            case FAILED -> failed(endpoint, tried.held(), settlement);
        }
    }

    private void delivered(WebhookEndpoint endpoint, Instant now) {
        if (marked.remove(endpoint.id()) || endpoint.failingSince() != null) {
            change(endpoint.id(), stored -> stored.failingSince() == null ? stored : failing(stored, null, now));
        }
    }

    /** Somebody may have given it another URL since. */
    private void gone(Delivery delivery, UUID endpointId, Instant now) {
        change(
                endpointId,
                stored -> stored.enabled() && stored.url().equals(delivery.url())
                        ? Endpoints.disabled(stored, "The receiver answered 410 Gone", now)
                        : stored);
    }

    private void failed(WebhookEndpoint endpoint, Held held, Settlement settlement) {
        Instant now = settlement.at();
        boolean givenUp = settlement.status() == Status.GIVEN_UP;
        if (isOverdue(endpoint, now)) {
            // It may not have been tried for all of that time.
            boolean several = givenUp && held.due().delivery().attempts() + 1 >= SEVERAL;
            if (several || held.lane().brokenSince() != null) {
                change(endpoint.id(), stored -> isOverdue(stored, now) ? overdue(stored, now) : stored);
            }
            return;
        }
        Instant since = givenUp ? held.lane().failingSince() : held.lane().brokenSince();
        if (endpoint.failingSince() == null && since != null) {
            marked.add(endpoint.id());
            change(endpoint.id(), stored -> stored.failingSince() == null ? mark(stored, since, now) : stored);
        }
    }

    private boolean isOverdue(WebhookEndpoint endpoint, Instant now) {
        Instant since = endpoint.failingSince();
        return endpoint.enabled() && since != null && !now.isBefore(since.plus(disableAfter));
    }

    private static WebhookEndpoint overdue(WebhookEndpoint stored, Instant now) {
        return Endpoints.disabled(stored, "It has been failing since " + stored.failingSince(), now);
    }

    /** What failed before somebody enabled it, or changed it otherwise, does not count. */
    private static WebhookEndpoint mark(WebhookEndpoint stored, Instant since, Instant now) {
        return failing(stored, since.isBefore(stored.updatedAt()) ? stored.updatedAt() : since, now);
    }

    private void change(UUID endpointId, UnaryOperator<WebhookEndpoint> next) {
        changes.merge(endpointId, next, (first, second) -> stored -> second.apply(first.apply(stored)));
    }

    /** Writes what was noted. What a store that is out of reach did not take stays noted. */
    void write() {
        for (UUID endpointId : List.copyOf(changes.keySet())) {
            UnaryOperator<WebhookEndpoint> change = changes.get(endpointId);
            if (change != null) {
                write(endpointId, change);
                changes.remove(endpointId);
            }
        }
    }

    private void write(UUID endpointId, UnaryOperator<WebhookEndpoint> change) {
        try {
            for (int i = 0; i < TRIES; i++) {
                if (tryWrite(endpointId, change)) {
                    return;
                }
            }
            LOG.warn("Webhook endpoint {} changes too often to note its health", endpointId);
        } catch (StoreException e) {
            if (e.isTransient()) {
                throw e;
            }
            LOG.error("The store refuses the health of webhook endpoint {}", endpointId, e);
        }
    }

    /** @return false when somebody else changed it meanwhile */
    private boolean tryWrite(UUID endpointId, UnaryOperator<WebhookEndpoint> change) {
        WebhookEndpoint stored = store.find(WebhookEndpoint.class, endpointId).orElse(null);
        WebhookEndpoint next = stored == null ? null : change.apply(stored);
        if (next == null || next.equals(stored)) {
            return true;
        }
        if (store.replace(next) == Changed.STALE) {
            return false;
        }
        tell(next);
        return true;
    }

    private void tell(WebhookEndpoint endpoint) {
        if (endpoint.disabledReason() != null) {
            recalls.add(WebhookPump.laneOf(endpoint.id()));
            LOG.warn("Webhook endpoint {} is disabled: {}", endpoint.id(), endpoint.disabledReason());
        }
    }

    private static WebhookEndpoint failing(WebhookEndpoint stored, @Nullable Instant since, Instant now) {
        return Endpoints.failing(stored, since, now);
    }
}
