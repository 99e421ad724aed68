package dev.windlass.store.memory;

import java.time.Instant;

/** The deliveries of one receiver that are next of their order keys, by the time that they are due. */
final class DeliveryLane {

    /** Which of the {@link LaneRing}'s structures it is in. */
    enum Place {
        NOWHERE,
        WAITING,
        RING
    }

    final String name;
    final SortedBlocks<DeliveryEntry> heads =
            new SortedBlocks<>((a, b) -> Sorting.compare(a.dueAt(), a.id, b.dueAt(), b.id));
    Place place = Place.NOWHERE;
    /** What it is sorted by while it waits. */
    Instant wakeAt = Instant.MAX;

    DeliveryLane(String name) {
        this.name = name;
    }

    Instant firstDueAt() {
        return heads.isEmpty() ? Instant.MAX : heads.first().dueAt();
    }

    boolean isDue(Instant now) {
        return !firstDueAt().isAfter(now);
    }
}
