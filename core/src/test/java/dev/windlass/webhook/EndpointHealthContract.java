package dev.windlass.webhook;

import static dev.windlass.webhook.FakeReceivers.BROKEN;
import static dev.windlass.webhook.FakeReceivers.GONE;
import static dev.windlass.webhook.FakeReceivers.OK;
import static dev.windlass.webhook.FakeReceivers.SILENT;
import static dev.windlass.webhook.HostFixture.HOOK;
import static dev.windlass.webhook.HostFixture.draft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Webhooks;
import dev.windlass.job.JobRequest;
import dev.windlass.job.WebhookEndpoint;
import dev.windlass.spi.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of an endpoint's failures, while somebody changes it. */
abstract class EndpointHealthContract extends WebhooksRole {

    private static final String ELSEWHERE = "https://elsewhere.example/hook";
    private static final Duration STEP = Duration.ofHours(4);
    private static final Duration LIMIT = Duration.ofHours(120);

    EndpointHealthContract(WebhooksContract contract) {
        super(contract);
    }

    private void submit() {
        host.scheduler.jobs().submit(JobRequest.of("noop", null));
    }

    private WebhookEndpoint stored(UUID id) {
        return webhooks.find(id).orElseThrow();
    }

    private WebhookEndpoint endpoint() {
        return webhooks.create(new Webhooks.Draft(HOOK, List.of("job.run.completed"), null, true, null, null));
    }

    /** @return how long it took until it was disabled */
    private Duration failUntilDisabled(UUID id) {
        Instant start = host.clock.instant();
        while (stored(id).enabled() && host.clock.instant().isBefore(start.plus(LIMIT.multipliedBy(2)))) {
            submit();
            host.advance(STEP);
        }
        return Duration.between(start, host.clock.instant());
    }

    private static Webhooks.Draft moved(Webhooks.Draft old, String url) {
        return new Webhooks.Draft(url, old.events(), old.profile(), old.enabled(), null, old.retryDelays());
    }

    private void enable(UUID id, boolean enabled) {
        webhooks.update(
                id,
                null,
                old -> new Webhooks.Draft(old.url(), old.events(), old.profile(), enabled, null, old.retryDelays()));
    }

    @Test
    void oneThatIsEnabledAgainHasFiveDaysAgain() {
        UUID id = endpoint().id();
        host.receivers.at(HOOK, SILENT);
        assertThat(failUntilDisabled(id)).isBetween(LIMIT, LIMIT.plus(STEP.multipliedBy(2)));

        webhooks.enable(id);
        assertThat(stored(id).failingSince()).isNull();
        assertThat(failUntilDisabled(id)).isBetween(LIMIT, LIMIT.plus(STEP.multipliedBy(2)));
        assertThat(stored(id).disabledReason()).contains("failing since");
    }

    @Test
    void aFailureThatBeganBeforeItWasEnabledDoesNotDisableItAgain() {
        UUID id = endpoint().id();
        Instant start = host.clock.instant();
        host.receivers.at(HOOK, got -> {
            if (!host.clock.instant().isBefore(start.plus(LIMIT))) {
                enable(id, false);
                enable(id, true);
            }
            return SILENT;
        });
        assertThat(failUntilDisabled(id)).isGreaterThan(LIMIT.plus(LIMIT.dividedBy(2)));
    }

    @Test
    void whatTheUrlBeforeAnsweredDoesNotDisableIt() {
        UUID id = endpoint().id();
        host.receivers.at(HOOK, got -> {
            webhooks.update(id, null, old -> moved(old, ELSEWHERE));
            return GONE;
        });
        submit();
        host.scheduler.runDue();

        assertThat(host.receivers.count(HOOK)).isEqualTo(1);
        assertThat(stored(id).enabled()).isTrue();
    }

    /** It is fast, so that much of what has piled up for it was fetched at once. */
    @ParameterizedTest
    @ValueSource(strings = {"deleted", "disabled", "moved"})
    void whatItStillHadDoesNotGoToOneThatIs(String what) {
        UUID id = endpoint().id();
        host.receivers.at(
                HOOK, got -> host.receivers.count(HOOK) == 1 ? FakeReceivers.busy(Duration.ofMinutes(1)) : OK);
        for (int i = 0; i < 60; i++) {
            submit();
        }
        host.scheduler.runDue();
        host.receivers.at(HOOK, got -> {
            if (host.receivers.count(HOOK) == 20) {
                change(id, what);
            }
            return OK;
        });
        host.advance(Duration.ofMinutes(2));

        assertThat(host.receivers.count(HOOK)).isEqualTo(20);
        assertThat(host.receivers.count(ELSEWHERE)).isEqualTo(what.equals("moved") ? 60 - 19 : 0);
    }

    private void change(UUID id, String what) {
        switch (what) {
            case "deleted" -> webhooks.delete(id, null);
            case "disabled" -> enable(id, false);
            default -> webhooks.update(id, null, old -> moved(old, ELSEWHERE));
        }
    }

    @Test
    void anotherUrlIsTriedAtOnceAndHasNotFailedYet() {
        UUID id = endpoint().id();
        host.receivers.at(HOOK, SILENT);
        for (int i = 0; i < 12; i++) {
            submit();
        }
        host.advance(Duration.ofMinutes(30));
        assertThat(stored(id).failingSince()).isNotNull();
        int tried = host.receivers.count(HOOK);

        webhooks.update(id, null, old -> moved(old, ELSEWHERE));
        assertThat(stored(id).failingSince()).isNull();
        Delivery ping = webhooks.ping(id);
        host.scheduler.runDue();

        assertThat(webhooks.delivery(ping.id()).orElseThrow().status()).isEqualTo(Delivery.Status.DELIVERED);
        assertThat(host.receivers.count(HOOK)).isEqualTo(tried);
    }

    @Test
    void oneThatIsEnabledByAChangeIsTriedAtOnce() {
        UUID id = endpoint().id();
        host.receivers.at(HOOK, SILENT);
        for (int i = 0; i < 30; i++) {
            submit();
        }
        host.scheduler.runDue();
        assertThat(host.receivers.count(HOOK)).as("until the breaker opened").isEqualTo(10);

        enable(id, false);
        host.receivers.at(HOOK, OK);
        enable(id, true);
        host.scheduler.runDue();
        assertThat(host.receivers.count(HOOK)).isEqualTo(30);
    }

    @Test
    void aChangeOfSomethingElseKeepsSinceWhenItFails() {
        UUID id = endpoint().id();
        host.receivers.at(HOOK, BROKEN);
        submit();
        host.advance(Duration.ofHours(1));
        Instant since = stored(id).failingSince();
        assertThat(since).isNotNull();

        webhooks.update(
                id,
                null,
                old -> new Webhooks.Draft(old.url(), List.of(), old.profile(), old.enabled(), null, old.retryDelays()));
        assertThat(stored(id).failingSince()).isEqualTo(since);
    }

    @Test
    void whyWindlassDisabledItStaysUntilItIsEnabled() {
        UUID id = webhooks.create(draft()).id();
        host.receivers.at(HOOK, GONE);
        webhooks.ping(id);
        host.scheduler.runDue();
        String reason = stored(id).disabledReason();
        assertThat(reason).contains("410");

        enable(id, false);
        assertThat(stored(id).disabledReason()).isEqualTo(reason);
        enable(id, true);
        assertThat(stored(id).disabledReason()).isNull();
        enable(id, false);
        assertThat(stored(id).disabledReason()).as("disabled by hand").isNull();
    }
}
