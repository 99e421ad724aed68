package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryAttempt;
import dev.windlass.spi.DueDelivery;
import dev.windlass.spi.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of deliveries that were taken. */
abstract class SettlementContract extends RoleContract {

    private static final String A = "https://a.example.com/hook";

    private Webhooks hooks;

    @SuppressWarnings("NullAway.Init") // made before each test
    SettlementContract(JobStoreContract contract) {
        super(contract);
    }

    @BeforeEach
    void makeHooks() {
        hooks = new Webhooks(given);
    }

    @Test
    void aDeliveredOneIsSettledForGood() {
        hooks.tell(A, given.id());
        DueDelivery due = hooks.takeOne();
        assertThat(store.settle(List.of(hooks.delivered(due)))).containsExactly(true);
        Delivery settled = hooks.find(due);
        assertThat(settled.status()).isEqualTo(Delivery.Status.DELIVERED);
        assertThat(settled.attempts()).isEqualTo(1);
        assertThat(settled.nextAttemptAt()).isNull();
        assertThat(settled.settledAt()).isEqualTo(clock.instant());
        assertThat(store.attempts(due.delivery().id())).containsExactly(hooks.attempt(1, null));
        pass(Webhooks.HOLD.plusSeconds(1));
        assertThat(hooks.take(10)).isEmpty();
        assertThat(store.upcoming().delivery()).isNull();
    }

    @Test
    void aSettlementWithoutATrySpendsNone() {
        hooks.tell(A, given.id());
        DueDelivery due = hooks.takeOne();
        Settlement pause = new Settlement(
                due.delivery().id(), due.hold(), null, Delivery.Status.PENDING, clock.instant(), clock.instant());
        assertThat(store.settle(List.of(pause))).containsExactly(true);
        assertThat(hooks.find(due).attempts()).isZero();
        assertThat(store.attempts(due.delivery().id())).isEmpty();
        assertThat(hooks.take(10)).hasSize(1);
    }

    @Test
    void aWholeBatchIsSettledAndEachSaysForItself() {
        hooks.tell(A, given.id());
        hooks.tell(A, given.id());
        List<DueDelivery> due = hooks.take(10);
        Settlement stranger = new Settlement(given.id(), 1, null, Delivery.Status.DELIVERED, null, clock.instant());
        assertThat(store.settle(List.of(hooks.delivered(due.get(1)), stranger, hooks.delivered(due.get(0)))))
                .containsExactly(true, false, true);
        assertThat(store.settle(List.of(hooks.givenUp(due.get(0))))).containsExactly(false);
        assertThat(hooks.find(due.get(0)).status()).isEqualTo(Delivery.Status.DELIVERED);
    }

    @Test
    @Tag("M10")
    void outcomesOfAllKindsAreSettledTogether() {
        UUID job = given.id();
        hooks.tell(A, job);
        UUID follower = hooks.tell(A, job);
        for (int i = 0; i < 3; i++) {
            hooks.tell(A, given.id());
        }
        List<DueDelivery> due = hooks.take(10);
        assertThat(due)
                .hasSize(4)
                .as("the follower waits")
                .noneMatch(one -> one.delivery().eventId().equals(follower));
        DueDelivery lost = due.get(3);
        Settlement stale = new Settlement(
                lost.delivery().id(),
                lost.hold() + 1,
                hooks.attempt(1, null),
                Delivery.Status.DELIVERED,
                null,
                clock.instant());
        List<Settlement> all = List.of(
                hooks.givenUp(due.get(1)),
                stale,
                hooks.delivered(due.get(0)),
                hooks.again(due.get(2), clock.instant().plusSeconds(60)));
        assertThat(store.settle(all)).containsExactly(true, false, true, true);
        assertThat(due)
                .extracting(one -> hooks.find(one).status())
                .containsExactly(
                        Delivery.Status.DELIVERED,
                        Delivery.Status.GIVEN_UP,
                        Delivery.Status.PENDING,
                        Delivery.Status.PENDING);
        assertThat(store.attempts(lost.delivery().id())).isEmpty();
        assertThat(hooks.takeOne().delivery().eventId()).isEqualTo(follower);
        assertThat(store.settle(List.of(hooks.delivered(lost)))).containsExactly(true);
    }

    @Test
    void aTryIsKeptWithAllThatIsKnownOfIt() {
        hooks.tell(A, given.id());
        DueDelivery due = hooks.takeOne();
        DeliveryAttempt attempt =
                new DeliveryAttempt(1, clock.instant(), Duration.ofMillis(1234), 503, "bad_status", "Sorry, zażółć 😀");
        store.settle(List.of(hooks.settlement(due, attempt, Delivery.Status.GIVEN_UP, null)));
        assertThat(store.attempts(due.delivery().id())).containsExactly(attempt);
        assertThat(store.attempts(given.id())).isEmpty();
        assertThat(store.findDelivery(given.id())).isEmpty();
    }
}
