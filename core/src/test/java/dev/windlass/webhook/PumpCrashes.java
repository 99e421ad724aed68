package dev.windlass.webhook;

import static dev.windlass.webhook.FakeReceivers.BROKEN;
import static dev.windlass.webhook.FakeReceivers.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.spi.Delivery;
import dev.windlass.spi.Delivery.Status;
import dev.windlass.webhook.FakeReceivers.Got;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that die before or after they have sent, with receivers that fail now and then. */
@Tag("A4")
@Tag("C10")
abstract class PumpCrashes extends PumpCase {

    private static final int JOBS = 15;
    private static final int EVENTS = 4;

    PumpCrashes(PumpContract contract) {
        super(contract);
    }

    @Test
    void whatADeadNodeHeldIsTriedByAnotherOnceTheHoldIsOver() {
        fix.endpoint(A);
        fix.event(fix.newId(), 1);
        fix.newPump(task -> {}).runOnce();

        fix.advance(Duration.ofSeconds(59));
        assertThat(receivers.count(A)).isZero();
        fix.advance(Duration.ofSeconds(2));
        assertThat(receivers.count(A)).isEqualTo(1);
    }

    /** Nothing is lost, nothing overtakes, and what comes twice has the same id. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nothingIsLostOrOutOfOrderHoweverOftenNodesDie(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<UUID> endpoints = List.of(fix.endpoint(A, patient()), fix.endpoint(B, patient()));
        receivers.at(A, request -> random.nextInt(20) == 0 ? BROKEN : OK);
        receivers.at(B, request -> random.nextInt(20) == 0 ? BROKEN : OK);
        Map<UUID, List<UUID>> made = new LinkedHashMap<>();
        for (int i = 0; i < JOBS; i++) {
            made.put(fix.newId(), new ArrayList<>());
        }
        for (int sequence = 1; sequence <= EVENTS; sequence++) {
            for (Map.Entry<UUID, List<UUID>> job : made.entrySet()) {
                job.getValue().add(fix.event(job.getKey(), sequence));
            }
            crashSome(random);
        }
        fix.advance(Duration.ofHours(1));

        assertThat(fix.deliveries(endpoints.get(0)))
                .extracting(Delivery::status)
                .containsOnly(Status.DELIVERED);
        assertThat(fix.deliveries(endpoints.get(1)))
                .extracting(Delivery::status)
                .containsOnly(Status.DELIVERED);
        for (String url : List.of(A, B)) {
            List<UUID> got = receivers.at(url).stream().map(Got::eventId).toList();
            assertThat(got).hasSizeGreaterThan(JOBS * EVENTS);
            made.values().forEach(events -> assertInOrder(got, events));
        }
    }

    private void crashSome(SplittableRandom random) {
        for (int crash = 0; crash < 4; crash++) {
            // Dies before it sends, or after it has sent and before it has written that down.
            List<Runnable> unsettled = new ArrayList<>();
            boolean sends = random.nextBoolean();
            Executor dying = sends ? unsettled::add : task -> {};
            WebhookPump pump = fix.newPump(dying);
            pump.runOnce();
            unsettled.forEach(Runnable::run);
            fix.clock.advance(Duration.ofSeconds(random.nextInt(90)));
        }
    }

    private static void assertInOrder(List<UUID> got, List<UUID> events) {
        int last = 0;
        Set<UUID> seen = new HashSet<>();
        for (UUID one : got) {
            int index = events.indexOf(one);
            if (index >= 0) {
                assertThat(index).isGreaterThanOrEqualTo(last);
                last = index;
                seen.add(one);
            }
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(events);
    }

    private static List<Duration> patient() {
        return java.util.Collections.nCopies(10, Duration.ofSeconds(5));
    }
}
