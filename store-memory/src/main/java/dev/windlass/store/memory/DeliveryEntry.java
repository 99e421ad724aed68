package dev.windlass.store.memory;

import dev.windlass.spi.Delivery;
import dev.windlass.spi.Delivery.Status;
import dev.windlass.spi.DeliveryAttempt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The telling of one event to one receiver. Guarded by the store's lock. */
final class DeliveryEntry {

    /** Redelivered again and again, a delivery keeps its latest tries only. */
    private static final int TRIES_KEPT = 100;

    final UUID id;
    final Event event;
    final String lane;
    final @Nullable UUID endpointId;
    final Instant createdAt;
    /** As it was when the event happened. */
    private final String url;

    private Status status = Status.PENDING;
    private int attempts;
    private final List<DeliveryAttempt> tries = new ArrayList<>(1);
    private @Nullable Instant nextAttemptAt;
    private @Nullable Instant settledAt;
    private long hold;
    private @Nullable Instant heldUntil;
    /** Whether its lane knows it, because it is the next of its order key. */
    boolean indexed;

    DeliveryEntry(UUID id, Event event, String lane, @Nullable UUID endpointId, String url, Instant now) {
        this.id = id;
        this.event = event;
        this.lane = lane;
        this.endpointId = endpointId;
        this.url = url;
        this.createdAt = now;
        this.nextAttemptAt = now;
    }

    boolean isPending() {
        return status == Status.PENDING;
    }

    Status status() {
        return status;
    }

    /** When it can be taken next. */
    Instant dueAt() {
        Instant time = heldUntil != null ? heldUntil : nextAttemptAt;
        return time == null ? Instant.MAX : time;
    }

    Instant settledAt() {
        return settledAt == null ? Instant.MAX : settledAt;
    }

    boolean isHeldUnder(long token) {
        return heldUntil != null && hold == token;
    }

    void hold(long token, Instant until) {
        hold = token;
        heldUntil = until;
    }

    void tried(@Nullable DeliveryAttempt attempt) {
        heldUntil = null;
        if (attempt != null) {
            attempts++;
            tries.add(attempt);
            if (tries.size() > TRIES_KEPT) {
                tries.remove(0);
            }
        }
    }

    void again(Instant at) {
        nextAttemptAt = at;
    }

    void settle(Status end, Instant at) {
        status = end;
        nextAttemptAt = null;
        settledAt = at;
    }

    void reopen(Instant now) {
        status = Status.PENDING;
        attempts = 0;
        nextAttemptAt = now;
        settledAt = null;
    }

    List<DeliveryAttempt> tries() {
        return List.copyOf(tries);
    }

    Delivery view(@Nullable String currentUrl) {
        return new Delivery(
                id,
                event.id(),
                event.type(),
                event.jobId(),
                event.runId(),
                event.sequence(),
                event.profile(),
                lane,
                endpointId,
                currentUrl == null ? url : currentUrl,
                status,
                attempts,
                nextAttemptAt,
                createdAt,
                settledAt);
    }
}
