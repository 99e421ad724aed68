package dev.windlass.tck;

import static dev.windlass.tck.Resources.creation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.WebhookEndpoint;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryAttempt;
import dev.windlass.spi.DeliveryQuery;
import dev.windlass.spi.DueDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Taking deliveries: who is told next. */
abstract class DeliveryContract extends RoleContract {

    private static final String A = "https://a.example.com/hook";
    private static final String B = "https://b.example.com/hook";

    private Webhooks hooks;

    @SuppressWarnings("NullAway.Init") // made before each test
    DeliveryContract(JobStoreContract contract) {
        super(contract);
    }

    @BeforeEach
    void makeHooks() {
        hooks = new Webhooks(given);
    }

    @Test
    @Tag("A4")
    void aTakenDeliveryIsHeldUntilItIsSettledOrTheHoldRunsOut() {
        UUID event = hooks.tell(A, given.id());
        DueDelivery first = hooks.takeOne();
        assertThat(first.delivery().eventId()).isEqualTo(event);
        assertThat(first.traceparent()).isEqualTo(Events.TRACEPARENT);
        assertThat(hooks.take(10)).isEmpty();
        pass(Webhooks.HOLD.minusMillis(1));
        assertThat(hooks.take(10)).isEmpty();
        pass(Duration.ofMillis(2));
        DueDelivery second = hooks.takeOne();
        assertThat(second.delivery().id()).isEqualTo(first.delivery().id());
        assertThat(store.settle(List.of(hooks.delivered(first)))).containsExactly(false);
        assertThat(store.settle(List.of(hooks.delivered(second)))).containsExactly(true);
    }

    @Test
    @Tag("A4")
    void aFailedTryIsDueAgainWhenItsTimeHasCome() {
        hooks.tell(A, given.id());
        DueDelivery due = hooks.takeOne();
        Instant next = clock.instant().plusSeconds(5);
        assertThat(store.settle(List.of(hooks.again(due, next)))).containsExactly(true);
        assertThat(hooks.find(due).nextAttemptAt()).isEqualTo(next);
        assertThat(hooks.find(due).status()).isEqualTo(Delivery.Status.PENDING);
        assertThat(store.upcoming().delivery()).isNotNull().isBeforeOrEqualTo(next);
        pass(seconds(5).minusMillis(1));
        assertThat(hooks.take(10)).isEmpty();
        pass(Duration.ofMillis(1));
        DueDelivery again = hooks.takeOne();
        assertThat(again.delivery().attempts()).isEqualTo(1);
        assertThat(again.body()).isEqualTo(due.body());
        store.settle(List.of(hooks.delivered(again)));
        assertThat(store.attempts(due.delivery().id()))
                .extracting(DeliveryAttempt::number)
                .containsExactly(1, 2);
    }

    @Test
    @Tag("M10")
    void eventsOfOneJobGoToOneReceiverOneAfterTheOther() {
        UUID job = given.id();
        UUID first = hooks.tell(A, job);
        UUID second = hooks.tell(A, job);
        UUID elsewhere = hooks.tell(B, job);
        List<DueDelivery> due = hooks.take(10);
        assertThat(Webhooks.events(due)).containsExactlyInAnyOrder(first, elsewhere);
        assertThat(hooks.take(10)).isEmpty();
        DueDelivery head = due.stream()
                .filter(one -> one.delivery().eventId().equals(first))
                .findFirst()
                .orElseThrow();
        store.settle(List.of(hooks.again(head, clock.instant().plusSeconds(60))));
        assertThat(hooks.take(10)).as("what is behind waits as long").isEmpty();
        pass(seconds(60));
        DueDelivery retried = hooks.takeOne(A);
        assertThat(retried.delivery().eventId()).isEqualTo(first);
        store.settle(List.of(hooks.delivered(retried)));
        assertThat(hooks.takeOne(A).delivery().eventId()).isEqualTo(second);
    }

    @Test
    void whatIsBehindAGivenUpDeliveryIsDue() {
        UUID job = given.id();
        hooks.tell(A, job);
        UUID second = hooks.tell(A, job);
        DueDelivery head = hooks.takeOne();
        store.settle(List.of(hooks.givenUp(head)));
        assertThat(hooks.find(head).status()).isEqualTo(Delivery.Status.GIVEN_UP);
        assertThat(hooks.takeOne().delivery().eventId()).isEqualTo(second);
    }

    @Test
    void eventsOfDifferentJobsDoNotWaitForEachOther() {
        hooks.tell(A, given.id());
        hooks.tell(A, given.id());
        assertThat(hooks.take(10)).hasSize(2);
    }

    @Test
    @Tag("A4")
    void noLaneTakesMoreThanItsShare() {
        for (int i = 0; i < 10; i++) {
            hooks.tell(A, given.id());
        }
        UUID other = hooks.tell(B, given.id());
        List<DueDelivery> due = store.claimDeliveries(Map.of(), 3, 4, Webhooks.HOLD, clock.instant());
        assertThat(due).hasSize(4);
        assertThat(Webhooks.events(due)).contains(other);
    }

    @Test
    void aLongBacklogOfOneLaneDoesNotStarveAnother() {
        for (int i = 0; i < 20; i++) {
            hooks.tell(A, given.id());
        }
        pass(seconds(1));
        UUID other = hooks.tell(B, given.id());
        List<UUID> taken = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            taken.addAll(Webhooks.events(store.claimDeliveries(Map.of(), 4, 2, Webhooks.HOLD, clock.instant())));
        }
        assertThat(taken).contains(other);
    }

    @Test
    void namedLanesTakeWhatTheyAreAllowedAndOthersTheirShare() {
        for (int i = 0; i < 5; i++) {
            hooks.tell(A, given.id());
            hooks.tell(B, given.id());
        }
        String laneA = hooks.lane(A);
        String laneB = hooks.lane(B);
        assertThat(hooks.lanes(store.claimDeliveries(Map.of(laneA, 0), 2, 10, Webhooks.HOLD, clock.instant())))
                .containsExactly(laneB, laneB);
        assertThat(hooks.lanes(store.claimDeliveries(Map.of(laneA, 3), 0, 10, Webhooks.HOLD, clock.instant())))
                .containsExactly(laneA, laneA, laneA);
        assertThat(hooks.lanes(store.claimDeliveries(Map.of(), 0, 10, Webhooks.HOLD, clock.instant())))
                .isEmpty();
    }

    @Test
    void theUrlAndTheEndpointAreThoseOfNow() {
        WebhookEndpoint endpoint = Resources.endpoint(given.id(), Profile.CONTRACT, true, clock.instant());
        given.submit(creation(endpoint));
        hooks.tellSubscribers(given.id());
        WebhookEndpoint moved = Resources.moved(endpoint, "https://example.com/moved", false);
        store.replace(moved);
        DueDelivery due = hooks.takeOne();
        assertThat(due.endpoint()).isEqualTo(moved);
        assertThat(due.delivery().url()).isEqualTo("https://example.com/moved");
        store.settle(List.of(hooks.again(due, clock.instant())));
        WebhookEndpoint again = Resources.moved(moved, "https://example.com/again", true);
        store.replace(again);
        due = hooks.takeOne();
        assertThat(due.endpoint()).as("changed since it was last read").isEqualTo(again);
        assertThat(due.delivery().url()).isEqualTo("https://example.com/again");
        store.settle(List.of(hooks.again(due, clock.instant())));
        store.delete(WebhookEndpoint.class, endpoint.id(), null);
        DueDelivery orphan = hooks.takeOne();
        assertThat(orphan.endpoint()).isNull();
        assertThat(orphan.delivery().endpointId()).isEqualTo(endpoint.id());
        assertThat(store.settle(List.of(hooks.givenUp(orphan)))).containsExactly(true);
    }

    @Test
    void deliveriesAreListedNewestFirstAndFiltered() {
        UUID job = given.id();
        UUID first = hooks.tell(A, job);
        UUID second = hooks.tell(B, job);
        UUID third = hooks.tell(A, given.id());
        WebhookEndpoint endpoint = Resources.endpoint(given.id(), Profile.CONTRACT, true, clock.instant());
        given.submit(creation(endpoint));
        UUID fourth = hooks.tellSubscribers(given.id());
        store.settle(List.of(hooks.delivered(hooks.takeOne(B))));
        assertThat(listed(null, null, null)).containsExactly(fourth, third, second, first);
        assertThat(listed(job, null, null)).containsExactly(second, first);
        assertThat(listed(null, endpoint.id(), null)).containsExactly(fourth);
        assertThat(listed(null, null, Delivery.Status.DELIVERED)).containsExactly(second);
        assertThat(listed(job, null, Delivery.Status.PENDING)).containsExactly(first);
        assertThat(listed(given.id(), null, null)).isEmpty();
    }

    private List<UUID> listed(@Nullable UUID job, @Nullable UUID endpoint, Delivery.@Nullable Status status) {
        return Invariants.pages(cursor -> store.listDeliveries(new DeliveryQuery(job, endpoint, status, cursor, 1)))
                .stream()
                .map(Delivery::eventId)
                .toList();
    }
}
