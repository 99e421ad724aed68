package dev.windlass.webhook;

import static dev.windlass.webhook.HostFixture.HOOK;
import static dev.windlass.webhook.HostFixture.draft;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.windlass.IdempotencyKey;
import dev.windlass.Submitted;
import dev.windlass.Webhooks;
import dev.windlass.job.ConflictException.Reason;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.Violation;
import dev.windlass.job.WebhookEndpoint;
import dev.windlass.job.WebhookEndpoint.Profile;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How receivers are registered. */
abstract class EndpointContract extends WebhooksRole {

    EndpointContract(WebhooksContract contract) {
        super(contract);
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
    void anEventThatIsNamedTwiceIsWantedOnce() {
        Webhooks.Draft twice = new Webhooks.Draft(
                HOOK, List.of("job.queued", "job.running", "job.queued"), Profile.CONTRACT, true, null, null);

        assertThat(webhooks.create(twice).events()).containsExactly("job.queued", "job.running");
    }

    @Test
    void thereIsRoomForAThousand() {
        WebhookEndpoint first = webhooks.create(draft());
        for (int i = 1; i < 1_000; i++) {
            webhooks.create(draft());
        }

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> webhooks.create(draft()))
                .withMessageContaining("1000 webhooks already");

        webhooks.delete(first.id(), null);
        assertThat(webhooks.find(webhooks.create(draft()).id())).isPresent();
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

    private static IdempotencyKey<WebhookEndpoint> key(String key, int fingerprint) {
        return new IdempotencyKey<>(
                "somebody",
                key,
                new byte[] {(byte) fingerprint},
                made -> made.url().getBytes(UTF_8));
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
    void aDeletedEndpointIsGone() {
        WebhookEndpoint made = webhooks.create(draft());
        webhooks.delete(made.id(), null);

        assertThat(webhooks.find(made.id())).isEmpty();
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> webhooks.delete(made.id(), null));
    }
}
