package dev.windlass.webhook;

import static dev.windlass.webhook.FakeReceivers.GONE;
import static dev.windlass.webhook.FakeReceivers.OK;
import static dev.windlass.webhook.FakeReceivers.SILENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.Delivery.Status;
import dev.windlass.spi.EventDraft.Audience;
import dev.windlass.spi.WebhookSink.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Receivers do not hold each other up. */
@Tag("A4")
abstract class PumpLanes extends PumpCase {

    PumpLanes(PumpContract contract) {
        super(contract);
    }

    @Test
    void aDeadReceiverDoesNotHoldUpAHealthyOne() {
        UUID dead = fix.endpoint(A);
        UUID healthy = fix.endpoint(B);
        receivers.at(A, SILENT);
        fix.events(300);
        fix.run();

        assertThat(fix.deliveries(healthy)).extracting(Delivery::status).containsOnly(Status.DELIVERED);
        assertThat(fix.deliveries(dead)).extracting(Delivery::status).containsOnly(Status.PENDING);
    }

    @Test
    void aFastReceiverThatHasUsedUpWhatWasFetchedGetsMoreThanAFewWithTheNextClaim() {
        fix.endpoint(A);
        fix.events(200);
        fix.pump.runOnce();
        assertThat(receivers.count(A)).isEqualTo(1);

        fix.pump.runOnce();
        fix.pump.runOnce();
        assertThat(receivers.count(A)).isGreaterThan(3 * 4);
    }

    @Test
    void aReceiverThatHasNotAnsweredYetHasOneRequestInFlightAndThenFour() {
        fix.endpoint(A);
        fix.events(200);
        List<Runnable> requests = new ArrayList<>();
        WebhookPump pump = fix.newPump(requests::add);
        pump.runOnce();
        pump.runOnce();
        assertThat(requests).hasSize(1);

        requests.remove(0).run();
        pump.runOnce();
        assertThat(requests).hasSize(4);
        requests.forEach(Runnable::run);
        assertThat(receivers.count(A)).as("a long way ahead").isGreaterThan(64);
    }

    /** A node that has just started knows of nobody whether he answers. */
    @Test
    void manyOriginsThatHangDoNotHoldUpAnEndpointAfterAStart() {
        fix.endpoint(B);
        UUID event = fix.event(fix.newId(), 1);
        fix.clock.advance(Duration.ofSeconds(1));
        CountDownLatch over = new CountDownLatch(1);
        for (int i = 0; i < 200; i++) {
            String url = "https://" + i + ".example/hook";
            receivers.at(url, request -> hang(over));
            fix.event(fix.newId(), 1, new Audience.Url(url, Profile.CALLBACK));
        }
        WebhookPump pump =
                WebhookPump.threaded(fix.store, receivers, fix.clock, new SplittableRandom(7), PumpSettings.DEFAULTS);
        pump.start();
        try {
            await().atMost(Duration.ofSeconds(10)).until(() -> receivers.count(B) == 1);
            assertThat(over.getCount()).as("the others still hang").isEqualTo(1);
        } finally {
            over.countDown();
            pump.stop(Duration.ofSeconds(10));
        }
        assertThat(fix.delivery(event).status()).isEqualTo(Status.DELIVERED);
    }

    private static Answer hang(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return SILENT;
    }

    @Test
    void theBreakerOpensAfterTenFailuresInARow() {
        fix.endpoint(A);
        receivers.at(A, SILENT);
        fix.events(100);
        fix.run();

        assertThat(receivers.count(A)).isEqualTo(10);
    }

    @Test
    void anOpenBreakerSpendsNoTries() {
        UUID endpoint = fix.endpoint(A);
        receivers.at(A, SILENT);
        fix.events(50);
        fix.advance(Duration.ofSeconds(29));

        assertThat(receivers.count(A)).isEqualTo(10);
        assertThat(fix.deliveries(endpoint))
                .filteredOn(one -> one.attempts() == 0)
                .hasSize(40);
    }

    @Test
    void afterAPauseOneTrialDecidesAndThePauseDoubles() {
        fix.endpoint(A);
        receivers.at(A, SILENT);
        fix.events(50);
        fix.advance(Duration.ofSeconds(50));
        assertThat(receivers.count(A)).isEqualTo(11);

        fix.advance(Duration.ofSeconds(50));
        assertThat(receivers.count(A)).isEqualTo(11);
        fix.advance(Duration.ofSeconds(40));
        assertThat(receivers.count(A)).isEqualTo(12);
    }

    @Test
    void aTrialThatSucceedsLetsEverythingFlow() {
        UUID endpoint = fix.endpoint(A);
        receivers.at(A, request -> receivers.count(A) <= 10 ? SILENT : OK);
        fix.events(200);
        fix.advance(Duration.ofMinutes(1));

        assertThat(fix.deliveries(endpoint)).extracting(Delivery::status).containsOnly(Status.DELIVERED);
    }

    @Test
    void aReceiverThatAsksForAPauseGetsIt() {
        fix.endpoint(A);
        receivers.at(A, request -> receivers.count(A) == 1 ? FakeReceivers.busy(Duration.ofMinutes(10)) : OK);
        fix.events(20);
        fix.advance(Duration.ofMinutes(9));
        assertThat(receivers.count(A)).isEqualTo(1);

        fix.advance(Duration.ofMinutes(2));
        assertThat(receivers.count(A)).isEqualTo(21);
    }

    @Test
    void noPauseIsLongerThanAnHour() {
        fix.endpoint(A);
        receivers.at(A, request -> receivers.count(A) == 1 ? FakeReceivers.busy(Duration.ofDays(1)) : OK);
        fix.events(5);
        fix.advance(Duration.ofMinutes(61));

        assertThat(receivers.count(A)).isEqualTo(6);
    }

    @Test
    void somebodyWhoKnowsBetterCanHaveItTriedAtOnce() {
        UUID endpoint = fix.endpoint(A);
        receivers.at(A, request -> receivers.count(A) <= 10 ? SILENT : OK);
        fix.events(30);
        fix.run();
        assertThat(receivers.count(A)).isEqualTo(10);

        fix.pump.retryNow(WebhookPump.laneOf(endpoint));
        fix.run();
        assertThat(receivers.count(A)).isEqualTo(30);
    }

    @Test
    void urlsThatAreGoneSayNothingOfTheOthersOfTheirOrigin() {
        String gone = "https://jobs.example/gone";
        String fine = "https://jobs.example/fine";
        receivers.at(gone, GONE);
        for (int i = 0; i < 12; i++) {
            fix.event(fix.newId(), 1, new Audience.Url(gone, Profile.CALLBACK));
        }
        fix.event(fix.newId(), 1, new Audience.Url(fine, Profile.CALLBACK));
        fix.run();

        assertThat(receivers.count(gone)).isEqualTo(12);
        assertThat(receivers.count(fine)).isEqualTo(1);
    }

    @Test
    void oneThatIsGoneNeitherEndsARowOfFailuresNorIsOne() {
        String url = "https://jobs.example/hook";
        receivers.at(url, request -> receivers.count(url) == 10 ? GONE : SILENT);
        for (int i = 0; i < 20; i++) {
            fix.event(fix.newId(), 1, new Audience.Url(url, Profile.CALLBACK));
        }
        fix.run();

        assertThat(receivers.count(url)).isEqualTo(9 + 1 + 1);
    }

    @Test
    void urlsOfOneOriginShareALane() {
        String first = "https://jobs.example/1";
        String second = "https://jobs.example/2?as={what|URI|refuses}";
        receivers.at(first, SILENT);
        for (int i = 0; i < 10; i++) {
            fix.event(fix.newId(), 1, new Audience.Url(first, Profile.STATE));
        }
        fix.run();
        fix.event(fix.newId(), 1, new Audience.Url(second, Profile.STATE));
        fix.event(fix.newId(), 1, new Audience.Url("https://other.example/", Profile.STATE));
        fix.run();

        assertThat(receivers.count(second)).isZero();
        assertThat(receivers.count("https://other.example/")).isEqualTo(1);
    }
}
