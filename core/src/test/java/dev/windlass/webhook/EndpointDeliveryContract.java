package dev.windlass.webhook;

import static dev.windlass.webhook.FakeReceivers.BROKEN;
import static dev.windlass.webhook.FakeReceivers.GONE;
import static dev.windlass.webhook.FakeReceivers.OK;
import static dev.windlass.webhook.HostFixture.HOOK;
import static dev.windlass.webhook.HostFixture.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.windlass.Webhooks;
import dev.windlass.job.Callback;
import dev.windlass.job.ConflictException.Reason;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.JobRequest;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.WebhookEndpoint;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What registered receivers are sent, and how it is sent again. */
abstract class EndpointDeliveryContract extends WebhooksRole {

    EndpointDeliveryContract(WebhooksContract contract) {
        super(contract);
    }

    @Test
    void anEndpointGetsWhatItAskedForOnly() {
        webhooks.create(new Webhooks.Draft(HOOK, List.of("job.run.completed", "job.queued"), null, true, null, null));
        host.scheduler.jobs().submit(JobRequest.of("noop", null));
        host.scheduler.runDue();

        assertThat(host.told("event")).containsExactly("job.queued", "job.run.completed");
    }

    @Test
    void halfASurrogatePairInAResultIsReplacedAndTold() {
        webhooks.create(new Webhooks.Draft(HOOK, List.of("job.run.completed"), null, true, null, null));
        UUID job = host.scheduler.jobs().submit(JobRequest.of("torn", null)).id();
        host.scheduler.runDue();

        assertThat(host.scheduler.jobs().find(job).orElseThrow().result()).hasToString("\"a\ufffdb\"");
        assertThat(host.told("result")).containsExactly("a\ufffdb");
    }

    @Test
    @Tag("A5")
    void aReplacedSecretSignsAlongForADay() {
        WebhookEndpoint made = webhooks.create(draft());
        WebhookEndpoint rotated = webhooks.rotateSecret(made.id());
        assertThat(rotated.secrets()).hasSize(2);
        assertThat(rotated.secrets().get(1).value())
                .isEqualTo(made.secrets().get(0).value());

        webhooks.ping(made.id());
        host.scheduler.runDue();
        host.clock.advance(Duration.ofHours(25));
        webhooks.ping(made.id());
        host.scheduler.runDue();

        assertThat(host.receivers.at(HOOK))
                .extracting(got -> Objects.requireNonNull(got.headers().get("webhook-signature"))
                        .split(" ")
                        .length)
                .containsExactly(2, 1);
    }

    @Test
    void aPingIsDeliveredToItsEndpointAlone() {
        WebhookEndpoint made = webhooks.create(draft());
        webhooks.create(new Webhooks.Draft("https://other.example/", List.of(), null, true, null, null));
        Delivery ping = webhooks.ping(made.id());
        host.scheduler.runDue();

        assertThat(webhooks.delivery(ping.id()))
                .hasValueSatisfying(done -> assertThat(done.status()).isEqualTo(Delivery.Status.DELIVERED));
        assertThat(webhooks.attempts(ping.id())).hasSize(1);
        assertThat(host.told("type")).containsExactly("ping");
        assertThat(host.receivers.count("https://other.example/")).isZero();
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> webhooks.ping(UUID.randomUUID()));
    }

    @Test
    void aSettledDeliveryIsTriedAnewUnderItsId() {
        WebhookEndpoint made = webhooks.create(draft());
        Delivery ping = webhooks.ping(made.id());
        conflicts(Reason.NOT_FINISHED, () -> webhooks.redeliver(ping.id()));
        host.scheduler.runDue();

        assertThat(webhooks.redeliver(ping.id()).status()).isEqualTo(Delivery.Status.PENDING);
        host.scheduler.runDue();
        assertThat(host.receivers.at(HOOK)).hasSize(2);
        assertThat(host.receivers.at(HOOK).get(0).eventId())
                .isEqualTo(host.receivers.at(HOOK).get(1).eventId());
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> webhooks.redeliver(UUID.randomUUID()));
    }

    @Test
    void aJobsOwnUrlIsTriedAtOnceToo() {
        host.submit("noop", Callback.Scope.TERMINAL);
        host.scheduler.runDue();
        Delivery delivered = webhooks.deliveries(new DeliveryQuery(null, null, Delivery.Status.DELIVERED, null, 1))
                .items()
                .get(0);
        host.receivers.at(HOOK, BROKEN);
        for (int i = 0; i < 20; i++) {
            host.submit("noop", Callback.Scope.TERMINAL);
        }
        host.scheduler.runDue();
        assertThat(host.receivers.count(HOOK)).as("until the breaker opened").isEqualTo(11);

        host.receivers.at(HOOK, OK);
        webhooks.redeliver(delivered.id());
        host.scheduler.runDue();
        assertThat(webhooks.delivery(delivered.id()).orElseThrow().status()).isEqualTo(Delivery.Status.DELIVERED);
    }

    @Test
    void oneThatWasPrunedMeanwhileIsNotFound() {
        WebhookEndpoint made = webhooks.create(draft());
        Delivery ping = webhooks.ping(made.id());
        host.scheduler.runDue();
        host.beforeRedelivery = () -> host.store.prune(host.clock.instant().plus(Duration.ofDays(8)), 100);

        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> webhooks.redeliver(ping.id()));
    }

    @Test
    void whatFailedInATimeCanBeRecovered() {
        WebhookEndpoint made = webhooks.create(draft());
        host.receivers.at(HOOK, BROKEN);
        Instant start = host.clock.instant();
        for (int i = 0; i < 3; i++) {
            host.scheduler.jobs().submit(JobRequest.of("noop", null));
        }
        host.advance(Duration.ofHours(2));
        host.advance(Duration.ofHours(2));
        host.receivers.at(HOOK, OK);
        host.receivers.forget();

        assertThat(webhooks.recover(made.id(), start.minusSeconds(10), start)).isZero();
        int recovered = webhooks.recover(made.id(), start, start.plusSeconds(60));
        host.scheduler.runDue();
        assertThat(recovered).isPositive();
        assertThat(webhooks.deliveries(new DeliveryQuery(null, made.id(), Delivery.Status.GIVEN_UP, null, 100))
                        .items())
                .isEmpty();
        assertThat(host.receivers.count(HOOK)).isGreaterThanOrEqualTo(recovered);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> webhooks.recover(made.id(), start, start));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> webhooks.recover(new UUID(1, 2), start, start.plusSeconds(60)));
    }

    @Test
    void aDisabledEndpointIsEnabledByHand() {
        WebhookEndpoint made = webhooks.create(draft());
        host.receivers.at(HOOK, GONE);
        Delivery ping = webhooks.ping(made.id());
        host.scheduler.runDue();
        assertThat(webhooks.find(made.id()).orElseThrow().disabledReason()).isNotNull();
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> webhooks.redeliver(ping.id()));

        host.receivers.at(HOOK, OK);
        WebhookEndpoint enabled = webhooks.enable(made.id());
        webhooks.redeliver(ping.id());
        host.scheduler.runDue();

        assertThat(enabled.enabled()).isTrue();
        assertThat(enabled.disabledReason()).isNull();
        assertThat(webhooks.delivery(ping.id()).orElseThrow().status()).isEqualTo(Delivery.Status.DELIVERED);
    }
}
