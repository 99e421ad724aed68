package dev.windlass.webhook;

import static dev.windlass.webhook.FakeReceivers.BROKEN;
import static dev.windlass.webhook.FakeReceivers.OK;
import static dev.windlass.webhook.FakeReceivers.SILENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.spi.Delivery.Status;
import dev.windlass.webhook.FakeReceivers.Got;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events of one job arrive in their order. */
@Tag("M10")
abstract class PumpOrder extends PumpCase {

    PumpOrder(PumpContract contract) {
        super(contract);
    }

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
