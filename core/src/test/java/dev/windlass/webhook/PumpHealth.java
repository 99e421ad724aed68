package dev.windlass.webhook;

import static dev.windlass.webhook.FakeReceivers.BROKEN;
import static dev.windlass.webhook.FakeReceivers.GONE;
import static dev.windlass.webhook.FakeReceivers.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.WebhookEndpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A delivery carries its endpoint as it was when it was taken; what counts is how it is stored when the outcome is noted. */
@Tag("C10")
abstract class PumpHealth extends PumpCase {

    PumpHealth(PumpContract contract) {
        super(contract);
    }

    @Test
    void ofTwoNodesThatGiveUpTheFirstSaysSinceWhenItFails() {
        UUID endpoint = fix.endpoint(A, List.of());
        receivers.at(A, BROKEN);
        fix.events(2);
        List<Runnable> requests = new ArrayList<>();
        WebhookPump one = fix.newPump(requests::add);
        WebhookPump other = fix.newPump(requests::add);
        one.runOnce();
        other.runOnce();
        requests.get(0).run();
        one.runOnce();
        assertThat(fix.stored(endpoint).failingSince()).isEqualTo(PumpFixture.T0);

        fix.clock.advance(Duration.ofSeconds(20));
        requests.get(1).run();
        other.runOnce();
        assertThat(receivers.count(A)).isEqualTo(2);
        assertThat(fix.stored(endpoint).failingSince()).isEqualTo(PumpFixture.T0);
    }

    @Test
    void whatFailedBeforeAChangeDoesNotCount() {
        UUID endpoint = fix.endpoint(A);
        receivers.at(A, BROKEN);
        fix.event(fix.newId(), 1);
        fix.advance(Duration.ofMinutes(10));
        Instant changed = fix.patch(endpoint, A, true, null).updatedAt();
        fix.advance(Duration.ofHours(1));

        assertThat(fix.stored(endpoint).failingSince()).isEqualTo(changed);
    }

    @Test
    void aDeliveryAfterAChangeTookTheMarkAwayWritesNothing() {
        UUID endpoint = failing();
        WebhookEndpoint changed = fix.patch(endpoint, B, true, null);
        fix.event(fix.newId(), 1);
        fix.run();

        assertThat(receivers.count(B)).isEqualTo(1);
        assertThat(fix.stored(endpoint)).isEqualTo(changed);
    }

    @Test
    void aFailureOfOneThatWasOverdueWhenItWasTakenDoesNotDisableWhatWasEnabledSince() {
        UUID endpoint = failing();
        for (int i = 0; i < 10; i++) {
            fix.event(fix.newId(), 1);
            fix.advance(Duration.ofHours(1));
        }
        fix.clock.advance(Duration.ofDays(5));
        receivers.at(A, request -> {
            fix.patch(endpoint, A, false, null);
            fix.patch(endpoint, A, true, null);
            return BROKEN;
        });
        int before = receivers.count(A);
        fix.event(fix.newId(), 1);
        fix.run();

        assertThat(receivers.count(A)).isEqualTo(before + 1);
        assertThat(fix.stored(endpoint).enabled()).isTrue();
    }

    @Test
    void oneThatIsGoneWhenItIsDisabledAlreadyIsLeftAsItIs() {
        UUID endpoint = fix.endpoint(A);
        List<WebhookEndpoint> disabled = new ArrayList<>();
        receivers.at(A, request -> {
            disabled.add(fix.patch(endpoint, A, false, null));
            return GONE;
        });
        fix.event(fix.newId(), 1);
        fix.run();

        assertThat(disabled).hasSize(1);
        assertThat(fix.stored(endpoint)).isEqualTo(disabled.get(0));
        assertThat(fix.stored(endpoint).disabledReason()).isNull();
    }

    /** It has given up an event and is marked. */
    private UUID failing() {
        UUID endpoint = fix.endpoint(A, List.of());
        receivers.at(A, BROKEN);
        receivers.at(B, OK);
        fix.event(fix.newId(), 1);
        fix.run();
        assertThat(fix.stored(endpoint).failingSince()).isEqualTo(PumpFixture.T0);
        return endpoint;
    }
}
