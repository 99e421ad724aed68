package dev.windlass.webhook;

import static dev.windlass.webhook.FakeReceivers.BROKEN;
import static dev.windlass.webhook.FakeReceivers.GONE;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PumpTest {

    private static final String A = "https://a.example/hook";
    private static final String B = "https://b.example/hook";

    private final PumpFixture fix = new PumpFixture();
    private final FakeReceivers receivers = fix.receivers;

    @Nested
    @Tag("A4")
    @Tag("C10")
    class Tries {

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
    }

    @Nested
    @Tag("M10")
    class Order {

        @Test
        void anEventWaitsForTheOneBeforeIt() {
            fix.endpoint(A);
            UUID job = fix.newId();
            receivers.at(A, request -> receivers.count(A) == 1 ? BROKEN : OK);
            UUID first = fix.event(job, 1);
            UUID second = fix.event(job, 2);
            UUID third = fix.event(job, 3);
            fix.advance(Duration.ofMinutes(1));

            assertThat(receivers.at(A)).extracting(Got::eventId).containsExactly(first, first, second, third);
        }

        @Test
        void oneThatWasGivenUpLetsTheNextPass() {
            fix.endpoint(A);
            UUID job = fix.newId();
            UUID first = fix.event(job, 1);
            UUID second = fix.event(job, 2);
            receivers.at(A, request -> request.eventId().equals(first) ? BROKEN : OK);
            fix.advance(Duration.ofHours(1));

            assertThat(receivers.at(A)).extracting(Got::eventId).endsWith(first, second);
            assertThat(fix.delivery(first).status()).isEqualTo(Status.GIVEN_UP);
            assertThat(fix.delivery(second).status()).isEqualTo(Status.DELIVERED);
        }

        @Test
        void otherJobsAndOtherReceiversDoNotWait() {
            fix.endpoint(A);
            fix.endpoint(B);
            UUID job = fix.newId();
            UUID first = fix.event(job, 1);
            UUID second = fix.event(job, 2);
            UUID other = fix.event(fix.newId(), 1);
            receivers.at(A, request -> request.eventId().equals(first) ? BROKEN : OK);
            fix.run();

            assertThat(receivers.at(A)).extracting(Got::eventId).containsExactlyInAnyOrder(first, other);
            assertThat(receivers.at(B)).extracting(Got::eventId).containsExactlyInAnyOrder(first, second, other);
        }

        @Test
        void holdsForEveryJobUnderRandomFailures() {
            fix.endpoint(A);
            fix.endpoint(B);
            SplittableRandom random = new SplittableRandom(3);
            receivers.at(A, request -> random.nextInt(5) == 0 ? BROKEN : OK);
            receivers.at(B, request -> random.nextInt(20) == 0 ? SILENT : OK);
            List<UUID> jobs = new ArrayList<>();
            Map<UUID, List<UUID>> made = new HashMap<>();
            for (int i = 0; i < 40; i++) {
                jobs.add(fix.newId());
            }
            for (int sequence = 1; sequence <= 5; sequence++) {
                for (UUID job : jobs) {
                    made.computeIfAbsent(job, unused -> new ArrayList<>()).add(fix.event(job, sequence));
                }
                fix.advance(Duration.ofSeconds(2));
            }
            fix.advance(Duration.ofHours(3));

            for (String url : List.of(A, B)) {
                List<UUID> got = receivers.at(url).stream().map(Got::eventId).toList();
                for (List<UUID> events : made.values()) {
                    List<UUID> ofJob = got.stream().filter(events::contains).toList();
                    assertThat(ofJob.stream().map(events::indexOf).toList()).isSorted();
                    assertThat(ofJob).containsAll(events);
                }
            }
        }
    }

    @Nested
    @Tag("A4")
    class Lanes {

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

            fix.pump.retryNow(endpoint);
            fix.run();
            assertThat(receivers.count(A)).isEqualTo(30);
        }

        @Test
        void urlsOfOneOriginShareALane() {
            String first = "https://jobs.example/1";
            String second = "https://jobs.example/2";
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

    @Nested
    @Tag("C10")
    class Endpoints {

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
            fix.store.delete(WebhookEndpoint.class, endpoint);
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

    @Test
    @Tag("A5")
    void onlyStateWebhooksCarryTheBodySignature() {
        PumpFixture signed = new PumpFixture(PumpSettings.DEFAULTS.withUrlSecret("some-host-wide-secret"));
        signed.event(signed.newId(), 1, new Audience.Url(A, Profile.STATE));
        signed.event(signed.newId(), 1, new Audience.Url(B, Profile.CALLBACK));
        signed.run();

        assertThat(signed.receivers.at(A).get(0).headers()).containsKeys("webhook-signature", "X-Foreman-Signature");
        assertThat(signed.receivers.at(B).get(0).headers())
                .containsKey("webhook-signature")
                .doesNotContainKey("X-Foreman-Signature");
    }
}
