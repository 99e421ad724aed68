package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryAttempt;
import dev.windlass.spi.DeliveryQuery;
import dev.windlass.spi.DueDelivery;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.Settlement;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes deliveries and plays the part of the one who sends them. */
final class Webhooks {

    static final Duration HOLD = Duration.ofSeconds(30);

    private final Fixtures given;
    private final JobStore store;
    private final Events events;

    Webhooks(Fixtures given) {
        this.given = given;
        this.store = given.store;
        this.events = new Events(given);
    }

    /** @return the event's id */
    UUID tell(String url, UUID jobId) {
        return tell(events.toUrl(url, jobId));
    }

    UUID tellSubscribers(UUID jobId) {
        return tell(events.toSubscribers("job.queued", jobId));
    }

    UUID ping(UUID endpointId) {
        return tell(events.toEndpoint(endpointId));
    }

    private UUID tell(EventDraft event) {
        Submission submission = new Submission(List.of(), null, null, null, List.of(event));
        assertThat(given.submit(submission)).isEqualTo(SubmitResult.Accepted.INSTANCE);
        return event.id();
    }

    List<DueDelivery> take(int max) {
        return store.claimDeliveries(Map.of(), max, max, HOLD, given.clock.instant());
    }

    DueDelivery takeOne() {
        List<DueDelivery> due = take(1);
        assertThat(due).as("due").hasSize(1);
        return due.get(0);
    }

    /** The next one for this URL's lane. */
    DueDelivery takeOne(String url) {
        List<DueDelivery> due = store.claimDeliveries(Map.of(lane(url), 1), 0, 1, HOLD, given.clock.instant());
        assertThat(due).as("due for " + url).hasSize(1);
        return due.get(0);
    }

    String lane(String url) {
        return store.listDeliveries(new DeliveryQuery(null, null, null, null, 100)).items().stream()
                .filter(delivery -> delivery.url().equals(url))
                .map(Delivery::lane)
                .findFirst()
                .orElseThrow();
    }

    List<String> lanes(List<DueDelivery> due) {
        return due.stream().map(one -> one.delivery().lane()).toList();
    }

    static List<UUID> events(List<DueDelivery> due) {
        return due.stream().map(one -> one.delivery().eventId()).toList();
    }

    Delivery find(DueDelivery due) {
        return store.findDelivery(due.delivery().id()).orElseThrow();
    }

    DeliveryAttempt attempt(int number, @Nullable String error) {
        Integer status = error == null ? 200 : null;
        return new DeliveryAttempt(number, given.clock.instant(), Duration.ofMillis(25), status, error, "ok");
    }

    Settlement settlement(
            DueDelivery due,
            @Nullable DeliveryAttempt attempt,
            Delivery.Status status,
            @Nullable Instant nextAttemptAt) {
        return new Settlement(due.delivery().id(), due.hold(), attempt, status, nextAttemptAt, given.clock.instant());
    }

    Settlement delivered(DueDelivery due) {
        int number = due.delivery().attempts() + 1;
        return settlement(due, attempt(number, null), Delivery.Status.DELIVERED, null);
    }

    Settlement givenUp(DueDelivery due) {
        int number = due.delivery().attempts() + 1;
        return settlement(due, attempt(number, "connect_timeout"), Delivery.Status.GIVEN_UP, null);
    }

    Settlement again(DueDelivery due, Instant next) {
        int number = due.delivery().attempts() + 1;
        return settlement(due, attempt(number, "connect_timeout"), Delivery.Status.PENDING, next);
    }
}
