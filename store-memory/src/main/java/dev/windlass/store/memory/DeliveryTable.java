package dev.windlass.store.memory;

import dev.windlass.spi.Delivery.Status;
import dev.windlass.spi.Redelivery;
import dev.windlass.spi.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All deliveries. Those of one owner (a job, or a direct run) are in the order of their events; each lane gets one of them at a time. */
final class DeliveryTable {

    /** How long a finished delivery is kept that has no job to go with, such as a test of an endpoint; and one that was given up. */
    private static final Duration ORPHANS_KEPT = Duration.ofDays(7);

    private final Map<UUID, DeliveryEntry> byId = new HashMap<>();
    private final SortedBlocks<DeliveryEntry> inOrder = new SortedBlocks<>((a, b) -> Sorting.ids(a.id, b.id));
    private final Map<UUID, List<DeliveryEntry>> byOwner = new HashMap<>();
    private final SortedBlocks<DeliveryEntry> orphans =
            new SortedBlocks<>((a, b) -> Sorting.compare(a.settledAt(), a.id, b.settledAt(), b.id));
    private final LaneRing lanes = new LaneRing();
    private final Predicate<UUID> ownerExists;
    private long lastHold;

    DeliveryTable(Predicate<UUID> ownerExists) {
        this.ownerExists = ownerExists;
    }

    boolean hasEvent(UUID owner, UUID eventId) {
        for (DeliveryEntry delivery : ofOwner(owner)) {
            if (delivery.event.id().equals(eventId)) {
                return true;
            }
        }
        return false;
    }

    /** @param delivery with a larger id than all before it */
    void add(DeliveryEntry delivery) {
        byId.put(delivery.id, delivery);
        inOrder.add(delivery);
        byOwner.computeIfAbsent(delivery.event.owner(), unused -> new ArrayList<>(1))
                .add(delivery);
        indexHead(delivery);
    }

    /** Lets the lane know which of this delivery's order key is next. */
    private void indexHead(DeliveryEntry changed) {
        DeliveryEntry head = null;
        for (DeliveryEntry delivery : ofOwner(changed.event.owner())) {
            if (!delivery.isPending() || !delivery.lane.equals(changed.lane)) {
                continue;
            }
            if (head == null) {
                head = delivery;
            } else if (delivery.indexed) {
                lanes.remove(delivery);
            }
        }
        if (head != null && !head.indexed) {
            lanes.add(head);
        }
    }

    List<DeliveryEntry> take(Map<String, Integer> rooms, int perLane, int max, Duration hold, Instant now) {
        List<DeliveryEntry> taken = new ArrayList<>();
        lanes.take(rooms, perLane, max, now, delivery -> {
            lanes.remove(delivery);
            delivery.hold(++lastHold, now.plus(hold));
            lanes.add(delivery);
            taken.add(delivery);
        });
        return taken;
    }

    long lastHold() {
        return lastHold;
    }

    boolean settle(Settlement settlement) {
        DeliveryEntry delivery = byId.get(settlement.deliveryId());
        if (delivery == null || !delivery.isPending() || !delivery.isHeldUnder(settlement.hold())) {
            return false;
        }
        if (delivery.indexed) {
            lanes.remove(delivery);
        }
        delivery.tried(settlement.attempt());
        Instant next = settlement.nextAttemptAt();
        if (settlement.status() == Status.PENDING) {
            delivery.again(next == null ? settlement.at() : next);
        } else {
            delivery.settle(settlement.status(), settlement.at());
            if (!ownerExists.test(delivery.event.owner())) {
                orphans.add(delivery);
            }
        }
        indexHead(delivery);
        return true;
    }

    int redeliver(Redelivery which, Instant now) {
        if (which instanceof Redelivery.One one) {
            DeliveryEntry delivery = byId.get(one.deliveryId());
            return delivery != null && reopen(delivery, now) ? 1 : 0;
        }
        Redelivery.Range range = (Redelivery.Range) which;
        int count = 0;
        for (DeliveryEntry delivery : byId.values()) {
            if (delivery.status() == Status.GIVEN_UP
                    && range.endpointId().equals(delivery.endpointId)
                    && isWithin(delivery.event.at(), range)
                    && reopen(delivery, now)) {
                count++;
            }
        }
        return count;
    }

    private static boolean isWithin(Instant at, Redelivery.Range range) {
        return !at.isBefore(range.since()) && at.isBefore(range.until());
    }

    private boolean reopen(DeliveryEntry delivery, Instant now) {
        if (delivery.isPending()) {
            return false;
        }
        orphans.remove(delivery);
        delivery.reopen(now);
        indexHead(delivery);
        return true;
    }

    @Nullable
    DeliveryEntry find(UUID id) {
        return byId.get(id);
    }

    SortedBlocks<DeliveryEntry> inOrder() {
        return inOrder;
    }

    Collection<DeliveryEntry> ofOwner(UUID owner) {
        return byOwner.getOrDefault(owner, List.of());
    }

    @Nullable
    Instant next(Instant now) {
        return lanes.next(now);
    }

    /** Forgets the deliveries of an owner that is gone, apart from those that are not made yet or never were. @return how many */
    int forgetOwner(UUID owner) {
        int forgotten = 0;
        for (DeliveryEntry delivery : List.copyOf(ofOwner(owner))) {
            if (delivery.status() == Status.DELIVERED) {
                forget(delivery);
                forgotten++;
            } else if (delivery.status() == Status.GIVEN_UP) {
                orphans.add(delivery);
            }
        }
        return forgotten;
    }

    private void forget(DeliveryEntry delivery) {
        byId.remove(delivery.id);
        inOrder.remove(delivery);
        UUID owner = delivery.event.owner();
        List<DeliveryEntry> all = byOwner.get(owner);
        if (all != null && all.remove(delivery) && all.isEmpty()) {
            byOwner.remove(owner);
        }
    }

    int pruneOrphans(Instant now, int limit) {
        Instant before = now.minus(ORPHANS_KEPT);
        int pruned = 0;
        while (pruned < limit
                && !orphans.isEmpty()
                && orphans.first().settledAt().isBefore(before)) {
            forget(orphans.pollFirst());
            pruned++;
        }
        return pruned;
    }
}
