package dev.windlass.store.memory;

import dev.windlass.store.memory.DeliveryLane.Place;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who may be told next. Lanes with something due stand in a ring and give one delivery each in turn, so that a lane with a long backlog
 * takes no more than its share; the others wait by the time of their first delivery. Costs depend on what is taken, and on the lanes that
 * the taker has no room for, never on how much waits.
 */
final class LaneRing {

    private final Map<String, DeliveryLane> lanes = new HashMap<>();
    private final Deque<DeliveryLane> ring = new ArrayDeque<>();
    private final TreeSet<DeliveryLane> waiting = new TreeSet<>(
            Comparator.<DeliveryLane, Instant>comparing(lane -> lane.wakeAt).thenComparing(lane -> lane.name));

    void add(DeliveryEntry delivery) {
        DeliveryLane lane = lanes.get(delivery.lane);
        if (lane == null) {
            lane = new DeliveryLane(delivery.lane);
            lanes.put(lane.name, lane);
        }
        lane.heads.add(delivery);
        delivery.indexed = true;
        settle(lane);
    }

    void remove(DeliveryEntry delivery) {
        DeliveryLane lane = lanes.get(delivery.lane);
        if (lane != null && lane.heads.remove(delivery)) {
            settle(lane);
        }
        delivery.indexed = false;
    }

    /** Puts a lane where it belongs; one that stands in the ring is looked at when its turn comes. */
    private void settle(DeliveryLane lane) {
        if (lane.place == Place.RING) {
            return;
        }
        if (lane.place == Place.WAITING) {
            waiting.remove(lane);
        }
        if (lane.heads.isEmpty()) {
            lane.place = Place.NOWHERE;
            lanes.remove(lane.name);
        } else {
            lane.wakeAt = lane.firstDueAt();
            lane.place = Place.WAITING;
            waiting.add(lane);
        }
    }

    /**
     * Shows the deliveries whose turn it is.
     *
     * @param taker {@linkplain #remove removes} and {@linkplain #add adds} it again, with another due time
     */
    void take(Map<String, Integer> rooms, int perLane, int max, Instant now, Taker taker) {
        wake(now);
        Map<String, Integer> left = new HashMap<>(rooms);
        List<DeliveryLane> full = new ArrayList<>();
        int taken = 0;
        Deque<DeliveryLane> turns = perLane > 0 ? ring : named(rooms);
        while (taken < max && !turns.isEmpty()) {
            DeliveryLane lane = turns.removeFirst();
            int room = left.getOrDefault(lane.name, perLane);
            if (room > 0 && lane.isDue(now)) {
                taker.take(lane.heads.first());
                left.put(lane.name, room - 1);
                taken++;
            }
            if (lane.isDue(now)) {
                (room > 1 ? turns : full).add(lane);
            } else {
                lane.place = Place.NOWHERE;
                settle(lane);
            }
        }
        ring.addAll(full);
        if (turns != ring) {
            ring.addAll(turns);
        }
    }

    /** Those of the named lanes that have something due and room for it, taken out of the ring. */
    private Deque<DeliveryLane> named(Map<String, Integer> rooms) {
        Set<DeliveryLane> named = new LinkedHashSet<>();
        rooms.forEach((name, room) -> {
            DeliveryLane lane = lanes.get(name);
            if (lane != null && lane.place == Place.RING && room > 0) {
                named.add(lane);
            }
        });
        ring.removeIf(named::contains);
        return new ArrayDeque<>(named);
    }

    private void wake(Instant now) {
        while (!waiting.isEmpty() && !waiting.first().wakeAt.isAfter(now)) {
            DeliveryLane lane = waiting.pollFirst();
            if (lane != null) {
                lane.place = Place.RING;
                ring.addLast(lane);
            }
        }
    }

    /** When the next delivery is due, or earlier; null when none waits. */
    @Nullable
    Instant next(Instant now) {
        Instant next = waiting.isEmpty() ? null : waiting.first().wakeAt;
        for (DeliveryLane lane : ring) {
            if (!lane.heads.isEmpty()) {
                next = Lane.earlier(next, lane.firstDueAt());
            }
            if (lane.isDue(now)) {
                break;
            }
        }
        return next;
    }

    /** Holds a delivery, so that it is no longer due. */
    @FunctionalInterface
    interface Taker {
        void take(DeliveryEntry delivery);
    }
}
