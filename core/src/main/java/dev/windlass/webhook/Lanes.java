package dev.windlass.webhook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The lanes that this node has dealt with lately. Confined to the pump's thread. */
final class Lanes {

    /** Jobs can name any number of URLs; the lanes that were quiet for longest are forgotten. */
    private static final int MOST_REMEMBERED = 10_000;

    /** Names that one claim carries at most. */
    private static final int MOST_NAMED = 1_000;

    private final PumpSettings settings;
    private final RandomGenerator random;
    private final LinkedHashMap<String, Lane> byName = new LinkedHashMap<>(64, 0.75f, true);

    Lanes(PumpSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    Lane of(String name) {
        Lane known = byName.get(name);
        if (known != null) {
            return known;
        }
        Lane lane = new Lane(name, settings, random);
        byName.put(name, lane);
        forgetSome();
        return lane;
    }

    private void forgetSome() {
        Iterator<Lane> oldest = byName.values().iterator();
        while (byName.size() > MOST_REMEMBERED && oldest.hasNext()) {
            if (oldest.next().isForgettable()) {
                oldest.remove();
            }
        }
    }

    /** Somebody says that this receiver is back. */
    void retryNow(String name) {
        Lane lane = byName.get(name);
        if (lane != null) {
            lane.retryNow();
        }
    }

    /**
     * How much each lane takes from the store that takes another number than lanes that nothing is known of: those that may take less,
     * and, as far as there are names left, those that have delivered. These take more also when they hold nothing, or a fast receiver
     * that has used up its deliveries would get no more than a few with each claim.
     *
     * @param crowded whether so many workers are busy with receivers that have not proven themselves that only those that have are
     *     served
     * @param aheadNanos see {@link Lane#room}
     */
    Map<String, Integer> rooms(Instant now, boolean crowded, long aheadNanos) {
        Map<String, Integer> rooms = new HashMap<>();
        List<Lane> latestFirst = new ArrayList<>(byName.values());
        Collections.reverse(latestFirst);
        if (!crowded) {
            name(latestFirst, lane -> lane.isRestricted(now), now, aheadNanos, rooms);
        }
        name(latestFirst, Lane::isProven, now, aheadNanos, rooms);
        return rooms;
    }

    private static void name(
            List<Lane> lanes, Predicate<Lane> which, Instant now, long aheadNanos, Map<String, Integer> rooms) {
        for (Lane lane : lanes) {
            if (rooms.size() >= MOST_NAMED) {
                return;
            }
            if (!rooms.containsKey(lane.name()) && which.test(lane)) {
                rooms.put(lane.name(), lane.room(now, aheadNanos));
            }
        }
    }

    /** How much of this is room for receivers that have answered, and do. */
    int fastRoom(Map<String, Integer> rooms) {
        int sum = 0;
        for (Lane lane : byName.values()) {
            sum += lane.isProven() ? rooms.getOrDefault(lane.name(), 0) : 0;
        }
        return sum;
    }

    /** When the first of the lanes that must not be tried now may be; null when none is shut. */
    @Nullable
    Instant nextOpening(Instant now) {
        Instant first = null;
        for (Lane lane : byName.values()) {
            Instant until = lane.shutUntil(now);
            if (until != null && (first == null || until.isBefore(first))) {
                first = until;
            }
        }
        return first;
    }
}
