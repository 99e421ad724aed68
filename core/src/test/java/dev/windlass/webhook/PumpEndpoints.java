package dev.windlass.webhook;

import static dev.windlass.webhook.FakeReceivers.BROKEN;
import static dev.windlass.webhook.FakeReceivers.GONE;
import static dev.windlass.webhook.FakeReceivers.OK;
import static dev.windlass.webhook.FakeReceivers.SILENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.WebhookEndpoint;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.Delivery.Status;
import dev.windlass.webhook.FakeReceivers.Got;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of endpoints that fail. */
@Tag("C10")
abstract class PumpEndpoints extends PumpCase {

    PumpEndpoints(PumpContract contract) {
        super(contract);
    }

    @Test
    void oneThatIsGoneIsDisabledAndSaysSo() {
        UUID endpoint = fix.endpoint(A);
        receivers.at(A, GONE);
        fix.event(fix.newId(), 1);
        fix.run();
        UUID later = fix.event(fix.newId(), 1);

        WebhookEndpoint stored = fix.stored(endpoint);
        assertThat(stored.enabled()).isFalse();
        assertThat(stored.disabledReason()).contains("410");
        assertThat(receivers.count(A)).isEqualTo(1);
        assertThat(fix.deliveries(endpoint)).extracting(Delivery::status).containsExactly(Status.GIVEN_UP);
        assertThat(later).isNotNull();
    }

    @Test
    void whatWasFetchedForOneThatIsGoneIsNotSent() {
        UUID endpoint = fix.endpoint(A);
        receivers.at(A, request -> receivers.count(A) <= 20 ? OK : GONE);
        fix.events(200);
        fix.run();

        assertThat(receivers.count(A)).isLessThanOrEqualTo(20 + 4);
        assertThat(fix.deliveries(endpoint))
                .filteredOn(one -> one.status() == Status.GIVEN_UP)
                .hasSize(180);
    }

    @Test
    void whatWasFetchedBeforeAChangeIsTakenAgain() {
        UUID endpoint = fix.endpoint(A);
        fix.events(200);
        List<Runnable> requests = new ArrayList<>();
        WebhookPump pump = fix.newPump(requests::add);
        pump.runOnce();
        requests.remove(0).run();
        pump.runOnce();
        fix.patch(endpoint, B, true, null);
        pump.recall(WebhookPump.laneOf(endpoint));
        requests.forEach(Runnable::run);
        assertThat(receivers.count(A)).as("in flight").isEqualTo(1 + 4);

        requests.clear();
        pump.runOnce();
        pump.runOnce();
        requests.forEach(Runnable::run);
        assertThat(receivers.count(A)).isEqualTo(1 + 4);
        assertThat(receivers.count(B)).isGreaterThan(64);
    }

    @Test
    void whatADisabledOneStillHadIsGivenUpUntried() {
        UUID endpoint = fix.endpoint(A);
        receivers.at(A, request -> receivers.count(A) == 10 ? GONE : SILENT);
        fix.events(30);
        fix.run();

        assertThat(receivers.count(A)).isEqualTo(10);
        fix.advance(Duration.ofMinutes(10));
        assertThat(receivers.count(A)).isEqualTo(10);
        assertThat(fix.deliveries(endpoint)).extracting(Delivery::status).containsOnly(Status.GIVEN_UP);
    }

    @Test
    void whatADeletedOneStillHadIsGivenUp() {
        UUID endpoint = fix.endpoint(A);
        receivers.at(A, BROKEN);
        UUID event = fix.event(fix.newId(), 1);
        fix.run();
        fix.store.delete(WebhookEndpoint.class, endpoint, null);
        fix.advance(Duration.ofMinutes(1));

        assertThat(receivers.count(A)).isEqualTo(1);
        assertThat(fix.delivery(event).status()).isEqualTo(Status.GIVEN_UP);
    }

    @Test
    void oneThatFailsForFiveDaysIsDisabled() {
        UUID endpoint = fix.endpoint(A);
        receivers.at(A, SILENT);
        Duration waited = Duration.ZERO;
        while (fix.stored(endpoint).enabled() && waited.compareTo(Duration.ofHours(200)) < 0) {
            fix.event(fix.newId(), 1);
            fix.advance(Duration.ofHours(2));
            waited = waited.plusHours(2);
        }

        assertThat(fix.stored(endpoint).disabledReason()).contains("failing since");
        assertThat(waited).isBetween(Duration.ofHours(120), Duration.ofHours(124));
    }

    @Test
    void fiveDaysWithoutATryAreNoFailure() {
        UUID endpoint = failedOnceSixDaysAgo(RetrySchedule.DEFAULT);
        receivers.at(A, request -> receivers.count(A) == 5 ? BROKEN : OK);
        UUID event = fix.event(fix.newId(), 1);
        fix.advance(Duration.ofMinutes(1));

        assertThat(fix.stored(endpoint).enabled()).isTrue();
        assertThat(fix.delivery(event).status()).isEqualTo(Status.DELIVERED);
        assertThat(fix.stored(endpoint).failingSince()).isNull();
    }

    @Test
    void oneThatIsSeldomTriedIsDisabledWhenAllTriesFailAgain() {
        UUID endpoint = failedOnceSixDaysAgo(RetrySchedule.DEFAULT);
        fix.event(fix.newId(), 1);
        fix.advance(Duration.ofMinutes(10));
        assertThat(fix.stored(endpoint).enabled()).isTrue();

        fix.advance(Duration.ofHours(1));
        assertThat(fix.stored(endpoint).disabledReason()).contains("failing since");
    }

    @Test
    void oneWithASingleTryIsDisabledAfterTenFailuresInARow() {
        UUID endpoint = failedOnceSixDaysAgo(List.of());
        for (int failure = 2; failure < 10; failure++) {
            fix.event(fix.newId(), 1);
            fix.run();
            assertThat(fix.stored(endpoint).enabled()).isTrue();
        }
        fix.event(fix.newId(), 1);
        fix.run();
        assertThat(fix.stored(endpoint).enabled()).isFalse();
    }

    /** It has given up an event then, and had no other since. */
    private UUID failedOnceSixDaysAgo(List<Duration> delays) {
        UUID endpoint = fix.endpoint(A, delays);
        receivers.at(A, BROKEN);
        fix.event(fix.newId(), 1);
        fix.advance(Duration.ofDays(6));
        assertThat(fix.stored(endpoint).failingSince()).isEqualTo(PumpFixture.T0);
        return endpoint;
    }

    @Test
    void oneThatRecoversIsNoLongerFailing() {
        UUID endpoint = fix.endpoint(A);
        receivers.at(A, SILENT);
        fix.event(fix.newId(), 1);
        fix.advance(Duration.ofHours(1));
        assertThat(fix.stored(endpoint).failingSince()).isEqualTo(PumpFixture.T0);

        receivers.at(A, OK);
        fix.event(fix.newId(), 1);
        fix.advance(Duration.ofHours(1));
        assertThat(fix.stored(endpoint).failingSince()).isNull();
    }

    @Test
    void aHiccupIsNotWrittenDown() {
        UUID endpoint = fix.endpoint(A);
        Set<UUID> seen = new HashSet<>();
        receivers.at(A, request -> seen.add(request.eventId()) && seen.size() % 2 == 1 ? BROKEN : OK);
        fix.events(20);
        fix.advance(Duration.ofHours(1));

        assertThat(fix.stored(endpoint).version()).isEqualTo(1);
    }

    @Test
    void aPingReachesADisabledOne() {
        UUID endpoint = fix.endpoint(A);
        receivers.at(A, GONE);
        fix.event(fix.newId(), 1);
        fix.run();
        receivers.at(A, OK);
        fix.store.submit(
                List.of(new dev.windlass.spi.Submission(
                        List.of(),
                        null,
                        null,
                        null,
                        List.of(EventFactory.ping(fix.newId(), endpoint, fix.clock.instant())))),
                1);
        fix.run();

        assertThat(receivers.at(A)).last().extracting(Got::body).asString().contains("\"event\":\"ping\"");
        assertThat(fix.stored(endpoint).enabled()).isFalse();
    }
}
