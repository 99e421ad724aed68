package dev.windlass.tck;

import static dev.windlass.tck.Resources.creation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.WebhookEndpoint;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DueDelivery;
import dev.windlass.spi.Redelivery;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trying again what was delivered or given up. */
abstract class RedeliveryContract extends RoleContract {

    private static final String URL = "https://a.example.com/hook";

    private Webhooks hooks;

    @SuppressWarnings("NullAway.Init") // made before each test
    RedeliveryContract(JobStoreContract contract) {
        super(contract);
    }

    @BeforeEach
    void makeHooks() {
        hooks = new Webhooks(given);
    }

    private int redeliver(Redelivery which) {
        return store.redeliver(which, clock.instant());
    }

    @Test
    void aGivenUpOrDeliveredOneIsDueAgainWithFreshTries() {
        for (boolean delivered : new boolean[] {true, false}) {
            UUID event = hooks.tell(URL, given.id());
            DueDelivery due = hooks.takeOne();
            store.settle(List.of(delivered ? hooks.delivered(due) : hooks.givenUp(due)));
            pass(seconds(60));
            assertThat(redeliver(new Redelivery.One(due.delivery().id()))).isEqualTo(1);
            Delivery again = hooks.find(due);
            assertThat(again.status()).isEqualTo(Delivery.Status.PENDING);
            assertThat(again.attempts()).isZero();
            assertThat(again.settledAt()).isNull();
            assertThat(again.nextAttemptAt()).isNotNull().isBeforeOrEqualTo(clock.instant());
            DueDelivery second = hooks.takeOne();
            assertThat(second.delivery().eventId()).isEqualTo(event);
            assertThat(second.body()).isEqualTo(due.body());
            assertThat(store.settle(List.of(hooks.delivered(due)))).containsExactly(false);
            store.settle(List.of(hooks.delivered(second)));
            assertThat(store.attempts(due.delivery().id()))
                    .as("earlier tries stay listed")
                    .hasSize(2);
        }
    }

    @Test
    void whatIsPendingOrUnknownIsNotRedelivered() {
        hooks.tell(URL, given.id());
        DueDelivery due = hooks.takeOne();
        assertThat(redeliver(new Redelivery.One(due.delivery().id()))).isZero();
        assertThat(redeliver(new Redelivery.One(given.id()))).isZero();
        assertThat(store.settle(List.of(hooks.delivered(due)))).containsExactly(true);
    }

    @Test
    void aRedeliveredOneIsBeforeTheLaterOnesOfItsJob() {
        UUID job = given.id();
        UUID first = hooks.tell(URL, job);
        DueDelivery due = hooks.takeOne();
        store.settle(List.of(hooks.givenUp(due)));
        UUID second = hooks.tell(URL, job);
        redeliver(new Redelivery.One(due.delivery().id()));
        DueDelivery again = hooks.takeOne();
        assertThat(again.delivery().eventId()).isEqualTo(first);
        assertThat(hooks.take(10)).isEmpty();
        store.settle(List.of(hooks.delivered(again)));
        assertThat(hooks.takeOne().delivery().eventId()).isEqualTo(second);
    }

    @Test
    void theGivenUpOnesOfAnEndpointInARangeOfTimeAreRedelivered() {
        WebhookEndpoint endpoint = Resources.endpoint(given.id(), Profile.CONTRACT, true, clock.instant());
        given.submit(creation(endpoint));
        hooks.tellSubscribers(given.id());
        pass(seconds(10));
        Instant since = clock.instant();
        UUID inside = hooks.tellSubscribers(given.id());
        hooks.tell(URL, given.id());
        pass(seconds(1));
        UUID delivered = hooks.tellSubscribers(given.id());
        pass(seconds(10));
        Instant until = clock.instant();
        hooks.tellSubscribers(given.id());
        for (DueDelivery due : hooks.take(10)) {
            boolean success = due.delivery().eventId().equals(delivered);
            store.settle(List.of(success ? hooks.delivered(due) : hooks.givenUp(due)));
        }
        assertThat(redeliver(new Redelivery.Range(endpoint.id(), since, until))).isEqualTo(1);
        assertThat(redeliver(new Redelivery.Range(endpoint.id(), since, until))).isZero();
        assertThat(hooks.takeOne().delivery().eventId()).isEqualTo(inside);
        assertThat(redeliver(new Redelivery.Range(given.id(), since, until))).isZero();
    }
}
