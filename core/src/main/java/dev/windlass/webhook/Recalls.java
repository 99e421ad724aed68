package dev.windlass.webhook;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lanes whose receiver has changed since what waits in them was taken: none of that is sent, it is handed back and taken again as it is
 * now. Thread-safe.
 */
final class Recalls {

    private final Set<String> lanes = ConcurrentHashMap.newKeySet();

    void add(String lane) {
        lanes.add(lane);
    }

    boolean concern(Lane lane) {
        return !lanes.isEmpty() && lanes.contains(lane.name());
    }

    Set<String> all() {
        return Set.copyOf(lanes);
    }

    /** What waited in these was handed back. */
    void heeded(Set<String> names) {
        lanes.removeAll(names);
    }
}
