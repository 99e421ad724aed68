package dev.windlass.webhook;

import static dev.windlass.webhook.FakeReceivers.BROKEN;
import static dev.windlass.webhook.FakeReceivers.OK;
import static dev.windlass.webhook.FakeReceivers.SILENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.WebhookEndpoint;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.Delivery.Status;
import dev.windlass.spi.DeliveryAttempt;
import dev.windlass.spi.EventDraft.Audience;
import dev.windlass.spi.Redelivery;
import dev.windlass.spi.WebhookSink.Answer;
import dev.windlass.webhook.FakeReceivers.Got;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How often a delivery is tried, and when. */
@Tag("A4")
@Tag("C10")
abstract class PumpTries extends PumpCase {

    PumpTries(PumpContract contract) {
        super(contract);
    }

    @Test
    void aDeliveryThatSucceedsIsTriedOnce() {
        UUID endpoint = fix.endpoint(A);
        UUID event = fix.event(fix.newId(), 1);
        fix.advance(Duration.ofHours(2));

        assertThat(receivers.count(A)).isEqualTo(1);
        Delivery delivery = fix.deliveries(endpoint).get(0);
        assertThat(delivery.status()).isEqualTo(Status.DELIVERED);
        assertThat(delivery.eventId()).isEqualTo(event);
        assertThat(fix.store.attempts(delivery.id()))
                .extracting(DeliveryAttempt::number, DeliveryAttempt::statusCode, DeliveryAttempt::error)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(1, 200, null));
    }

    @Test
    void oneThatFailsIsTriedThreeTimesMoreAndKept() {
        UUID endpoint = fix.endpoint(A);
        List<Instant> tries = new ArrayList<>();
        receivers.at(A, request -> {
            tries.add(fix.clock.instant());
            return BROKEN;
        });
        fix.event(fix.newId(), 1);
        fix.advance(Duration.ofHours(2));

        assertThat(tries).hasSize(4);
        assertWithin(tries.get(0), tries.get(1), Duration.ofSeconds(5));
        assertWithin(tries.get(1), tries.get(2), Duration.ofMinutes(5));
        assertWithin(tries.get(2), tries.get(3), Duration.ofMinutes(30));
        Delivery delivery = fix.deliveries(endpoint).get(0);
        assertThat(delivery.status()).isEqualTo(Status.GIVEN_UP);
        assertThat(fix.store.attempts(delivery.id()))
                .extracting(DeliveryAttempt::error)
                .containsOnly("http_500");
    }

    private void assertWithin(Instant from, Instant to, Duration wait) {
        assertThat(Duration.between(from, to))
                .isBetween(wait, wait.multipliedBy(6).dividedBy(5));
    }

    @Test
    void aSecondTryHasTheSameIdAndBytesAndANewTimestamp() {
        fix.endpoint(A);
        receivers.at(A, request -> receivers.count(A) == 1 ? SILENT : OK);
        fix.event(fix.newId(), 1);
        fix.advance(Duration.ofMinutes(1));

        List<Got> got = receivers.at(A);
        assertThat(got).hasSize(2);
        assertThat(got.get(1).eventId()).isEqualTo(got.get(0).eventId());
        assertThat(got.get(1).body()).isEqualTo(got.get(0).body());
        assertThat(got.get(1).headers().get("webhook-timestamp"))
                .isNotEqualTo(got.get(0).headers().get("webhook-timestamp"));
    }

    /** 429 with a longer pause than the retry's, and with a shorter one. */
    @Test
    void theLaterOfTheRetryAndTheEndOfThePauseCounts() {
        UUID endpoint = fix.endpoint(A);
        receivers.at(A, FakeReceivers.busy(Duration.ofSeconds(600)));
        fix.event(fix.newId(), 1);
        fix.run();
        assertThat(fix.deliveries(endpoint).get(0).nextAttemptAt()).isEqualTo(PumpFixture.T0.plusSeconds(600));

        PumpFixture other = another(PumpSettings.DEFAULTS);
        UUID second = other.endpoint(A);
        other.receivers.at(A, FakeReceivers.busy(Duration.ofSeconds(1)));
        other.event(other.newId(), 1);
        other.run();
        assertThat(other.deliveries(second).get(0).nextAttemptAt())
                .isBetween(PumpFixture.T0.plusSeconds(5), PumpFixture.T0.plusSeconds(6));
        other.store.close();
    }

    /** The other half of the hold is for the request and for writing its outcome down. */
    @Test
    void whatWaitedForHalfItsHoldIsStillSent() {
        List<Runnable> requests = new ArrayList<>();
        fourHandedTo(requests);
        fix.clock.advance(Duration.ofSeconds(30));
        requests.forEach(Runnable::run);

        assertThat(receivers.count(A)).isEqualTo(1 + 4);
    }

    @Test
    void whatWaitedForLongerIsHandedBackUntriedAndTakenAgain() {
        List<Runnable> requests = new ArrayList<>();
        WebhookPump pump = fourHandedTo(requests);
        fix.clock.advance(Duration.ofMillis(30_001));
        requests.forEach(Runnable::run);
        assertThat(receivers.count(A)).isEqualTo(1);

        requests.clear();
        pump.runOnce();
        UUID endpoint = fix.store
                .list(WebhookEndpoint.class, Map.of(), null, 1)
                .items()
                .get(0)
                .id();
        assertThat(fix.deliveries(endpoint))
                .filteredOn(one -> one.status() == Status.PENDING)
                .hasSize(4)
                .allSatisfy(one -> {
                    assertThat(one.attempts()).isZero();
                    assertThat(one.nextAttemptAt()).isEqualTo(fix.clock.instant());
                });
        requests.forEach(Runnable::run);
        assertThat(receivers.count(A)).isEqualTo(1 + 4);
    }

    /** Four deliveries, to a receiver that has answered before, were taken and given to workers that have not begun. */
    private WebhookPump fourHandedTo(List<Runnable> workers) {
        fix.endpoint(A);
        fix.event(fix.newId(), 1);
        WebhookPump pump = fix.newPump(workers::add);
        pump.runOnce();
        workers.remove(0).run();
        pump.runOnce();
        fix.events(4);
        pump.runOnce();
        assertThat(workers).hasSize(4);
        return pump;
    }

    @Test
    void anEndpointsOwnScheduleIsFollowed() {
        fix.endpoint(A, List.of());
        receivers.at(A, BROKEN);
        fix.event(fix.newId(), 1);
        fix.advance(Duration.ofHours(1));

        assertThat(receivers.count(A)).isEqualTo(1);
    }

    @Test
    void whatWasGivenUpCanBeRedeliveredWithFreshTries() {
        UUID endpoint = fix.endpoint(A);
        receivers.at(A, BROKEN);
        UUID event = fix.event(fix.newId(), 1);
        fix.advance(Duration.ofHours(1));
        receivers.at(A, request -> receivers.count(A) <= 5 ? BROKEN : OK);
        Delivery delivery = fix.deliveries(endpoint).get(0);

        assertThat(fix.store.redeliver(new Redelivery.One(delivery.id()), fix.clock.instant()))
                .isEqualTo(1);
        fix.advance(Duration.ofMinutes(1));

        assertThat(fix.deliveries(endpoint).get(0).status()).isEqualTo(Status.DELIVERED);
        assertThat(receivers.at(A)).hasSize(6).extracting(Got::eventId).containsOnly(event);
        assertThat(fix.store.attempts(delivery.id())).hasSize(6);
    }

    @Test
    void aReceiverThatAnswersWhatADatabaseRefusesIsStillSettled() {
        UUID endpoint = fix.endpoint(A);
        receivers.at(A, new Answer(200, null, null, "a\0b" + "x".repeat(9_000)));
        fix.event(fix.newId(), 1);
        fix.run();

        UUID delivery = fix.deliveries(endpoint).get(0).id();
        assertThat(fix.store.attempts(delivery).get(0).response())
                .startsWith("a\uFFFDb")
                .hasSize(4_096);
    }

    @Test
    @Tag("A5")
    void onlyStateWebhooksCarryTheBodySignature() {
        PumpFixture signed = another(PumpSettings.DEFAULTS.withUrlSecret("some-host-wide-secret"));
        signed.event(signed.newId(), 1, new Audience.Url(A, Profile.STATE));
        signed.event(signed.newId(), 1, new Audience.Url(B, Profile.CALLBACK));
        signed.run();

        assertThat(signed.receivers.at(A).get(0).headers()).containsKeys("webhook-signature", "X-Foreman-Signature");
        assertThat(signed.receivers.at(B).get(0).headers())
                .containsKey("webhook-signature")
                .doesNotContainKey("X-Foreman-Signature");
        signed.store.close();
    }

    @Test
    void theTraceContextGoesAlongUnlessItIsNoHeader() {
        fix.event(
                fix.newId(),
                1,
                new Audience.Url(A, Profile.CALLBACK),
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        fix.event(fix.newId(), 1, new Audience.Url(A, Profile.CALLBACK), "00-a\r\nX-Admin: yes");
        fix.event(fix.newId(), 1, new Audience.Url(A, Profile.CALLBACK), null);
        fix.run();

        assertThat(receivers.at(A))
                .extracting(got -> String.valueOf(got.headers().get("traceparent")))
                .containsExactlyInAnyOrder("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "null", "null");
    }
}
