package dev.windlass.webhook;

import static dev.windlass.webhook.FakeReceivers.BROKEN;
import static dev.windlass.webhook.FakeReceivers.GONE;
import static dev.windlass.webhook.FakeReceivers.OK;
import static dev.windlass.webhook.HostFixture.HOOK;
import static dev.windlass.webhook.HostFixture.draft;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.windlass.IdempotencyKey;
import dev.windlass.Submitted;
import dev.windlass.Webhooks;
import dev.windlass.job.ConflictException;
import dev.windlass.job.ConflictException.Reason;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.RunResult;
import dev.windlass.job.Violation;
import dev.windlass.job.WebhookEndpoint;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryQuery;
import dev.windlass.spi.JobStore;
import dev.windlass.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C10")
/** What a host does with its registered receivers, whatever the store. */
public abstract class WebhooksContract {

    private HostFixture host;
    private Webhooks webhooks;

    /** An empty store that reads this clock. */
    protected abstract JobStore createStore(InstantSource clock);

    @BeforeEach
    void open() {
        SettableClock clock = new SettableClock(PumpFixture.T0);
        JobType<Json> noop = JobType.of("noop", Json.class, (params, run) -> RunResult.completed());
        host = new HostFixture(createStore(clock), clock, noop);
        webhooks = host.webhooks();
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void anEndpointGetsASecretAndTheDefaults() {
        WebhookEndpoint endpoint = webhooks.create(draft());

        assertThat(endpoint.secrets()).hasSize(1);
        assertThat(endpoint.secrets().get(0).value()).startsWith("whsec_");
        assertThat(endpoint.profile()).isEqualTo(Profile.CONTRACT);
        assertThat(endpoint.retryDelays()).isEqualTo(RetrySchedule.DEFAULT);
        assertThat(webhooks.find(endpoint.id())).contains(endpoint);
        assertThat(webhooks.list(null, 10).items()).containsExactly(endpoint);
    }

    @Test
    @Tag("T11")
    void everythingThatIsWrongIsNamed() {
        Webhooks.Draft bad = new Webhooks.Draft(
                "http://10.0.0.1/",
                List.of("job.queued", "job.exploded"),
                Profile.STATE,
                true,
                "short",
                Collections.nCopies(21, Duration.ofDays(8)));

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> webhooks.create(bad))
                .satisfies(e -> assertThat(e.violations())
                        .extracting(Violation::pointer)
                        .startsWith(
                                "/url",
                                "/events/1",
                                "/profile",
                                "/secret",
                                "/retry_delays_seconds",
                                "/retry_delays_seconds/0"));
        assertThat(webhooks.list(null, 10).items()).isEmpty();
    }

    @Test
    @Tag("T7")
    void aKeyMakesOneEndpointHoweverOftenItComes() {
        Submitted<WebhookEndpoint> first = webhooks.create(draft(), key("k", 1));
        Submitted<WebhookEndpoint> again = webhooks.create(draft(), key("k", 1));

        assertThat(first).isInstanceOf(Submitted.Made.class);
        assertThat(again)
                .isInstanceOfSatisfying(
                        Submitted.Replayed.class,
                        replayed -> assertThat(replayed.reply()).isEqualTo(HOOK.getBytes(UTF_8)));
        assertThat(webhooks.list(null, 10).items()).hasSize(1);
        conflicts(Reason.KEY_REUSED, () -> webhooks.create(draft(), key("k", 2)));
    }

    @Test
    void aChangeKeepsWhatItDoesNotName() {
        WebhookEndpoint made = webhooks.create(draft());
        WebhookEndpoint changed = webhooks.update(
                made.id(),
                1L,
                old -> new Webhooks.Draft(
                        old.url(), List.of("job.run.failed"), old.profile(), old.enabled(), null, old.retryDelays()));

        assertThat(changed.version()).isEqualTo(2);
        assertThat(changed.events()).containsExactly("job.run.failed");
        assertThat(changed.secrets()).isEqualTo(made.secrets());
        conflicts(Reason.VERSION_MISMATCH, () -> webhooks.update(made.id(), 1L, old -> old));
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> webhooks.update(UUID.randomUUID(), null, old -> old));
    }

    @Test
    void anEndpointGetsWhatItAskedForOnly() {
        webhooks.create(new Webhooks.Draft(HOOK, List.of("job.run.completed", "job.queued"), null, true, null, null));
        host.scheduler.jobs().submit(JobRequest.of("noop", null));
        host.scheduler.runDue();

        assertThat(host.told("event")).containsExactly("job.queued", "job.run.completed");
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

    @Test
    void aDeletedEndpointIsGone() {
        WebhookEndpoint made = webhooks.create(draft());
        webhooks.delete(made.id());

        assertThat(webhooks.find(made.id())).isEmpty();
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> webhooks.delete(made.id()));
    }

    private static IdempotencyKey<WebhookEndpoint> key(String key, int fingerprint) {
        return new IdempotencyKey<>(
                "somebody",
                key,
                new byte[] {(byte) fingerprint},
                made -> made.url().getBytes(UTF_8));
    }

    private static void conflicts(Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
