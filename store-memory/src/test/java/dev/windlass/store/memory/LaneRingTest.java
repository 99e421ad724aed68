package dev.windlass.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.WebhookEndpoint.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LaneRingTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration HOLD = Duration.ofSeconds(30);

    private final LaneRing ring = new LaneRing();
    private long lastId;

    private void add(String lane, int count, Instant due) {
        for (int i = 0; i < count; i++) {
            UUID id = new UUID(0, ++lastId);
            Event event = new Event(id, "t", id, null, null, id, 1, NOW, Profile.CONTRACT, new byte[0]);
            ring.add(new DeliveryEntry(id, event, lane, null, "u", due));
        }
    }

    private List<String> take(Map<String, Integer> rooms, int perLane, int max, Instant now) {
        List<String> lanes = new ArrayList<>();
        ring.take(rooms, perLane, max, now, delivery -> {
            ring.remove(delivery);
            delivery.hold(1, now.plus(HOLD));
            ring.add(delivery);
            lanes.add(delivery.lane);
        });
        return lanes;
    }

    @Test
    void lanesTakeTurns() {
        add("a", 5, NOW);
        add("b", 2, NOW);
        add("c", 5, NOW);
        assertThat(take(Map.of(), 10, 3, NOW)).containsExactly("a", "b", "c");
        assertThat(take(Map.of(), 10, 4, NOW)).containsExactly("a", "b", "c", "a");
        assertThat(take(Map.of(), 10, 4, NOW)).containsExactly("c", "a", "c", "a");
        assertThat(take(Map.of(), 10, 9, NOW)).containsExactly("c");
        assertThat(take(Map.of(), 10, 9, NOW)).isEmpty();
    }

    @Test
    void aLaneThatIsFullLetsOthersPassAndKeepsItsTurn() {
        add("a", 9, NOW);
        add("b", 9, NOW);
        assertThat(take(Map.of("a", 1), 3, 9, NOW)).containsExactly("a", "b", "b", "b");
        assertThat(take(Map.of("a", 0), 0, 9, NOW)).isEmpty();
        assertThat(take(Map.of("b", 2), 0, 9, NOW)).containsExactly("b", "b");
        assertThat(take(Map.of(), 1, 9, NOW)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aHoldThatRunsOutMakesADeliveryDueAgain() {
        add("a", 1, NOW);
        assertThat(take(Map.of(), 1, 1, NOW)).hasSize(1);
        assertThat(ring.next(NOW)).isEqualTo(NOW.plus(HOLD));
        assertThat(take(Map.of(), 1, 1, NOW.plus(HOLD).minusNanos(1))).isEmpty();
        assertThat(take(Map.of(), 1, 1, NOW.plus(HOLD))).hasSize(1);
    }

    @Test
    void theNextDueTimeIsNeverTooLate() {
        assertThat(ring.next(NOW)).isNull();
        add("late", 1, NOW.plusSeconds(60));
        assertThat(ring.next(NOW)).isEqualTo(NOW.plusSeconds(60));
        add("soon", 1, NOW.plusSeconds(10));
        assertThat(ring.next(NOW)).isEqualTo(NOW.plusSeconds(10));
        take(Map.of("soon", 0), 1, 9, NOW.plusSeconds(10));
        assertThat(ring.next(NOW.plusSeconds(10))).isEqualTo(NOW.plusSeconds(10));
        assertThat(take(Map.of(), 1, 9, NOW.plusSeconds(10))).containsExactly("soon");
        assertThat(ring.next(NOW.plusSeconds(10))).isEqualTo(NOW.plusSeconds(40));
    }

    @Test
    void aDeadLaneWithALongBacklogCostsAClaimNothing() {
        add("dead", 200_000, NOW);
        add("alive", 1_000, NOW);
        long start = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            assertThat(take(Map.of("dead", 0), 4, 1, NOW)).containsExactly("alive");
        }
        // A scan of the backlog would take a thousand times 200 000 steps, minutes rather than milliseconds.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
}
