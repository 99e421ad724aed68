package dev.windlass.store.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * When to look for which jobs: for each after 5 ms first, then after pauses that double up to half a second, for a minute. Each has its own
 * pauses, so that those which were rolled back are not looked for whenever a new one comes. Times are of {@link System#nanoTime}. Not
 * thread-safe.
 */
final class Looks {

    private static final long FIRST_PAUSE = Duration.ofMillis(5).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMillis(500).toNanos();
    private static final long GIVE_UP = Duration.ofMinutes(1).toNanos();

    /** When there is nothing to look for. */
    private static final long LONG = Duration.ofHours(1).toNanos();

    private static final class Look {
        private final long until;
        private long at;
        private long pause = FIRST_PAUSE;

        private Look(long now) {
            until = now + GIVE_UP;
            at = now + FIRST_PAUSE;
        }

        private void putOff(long now) {
            pause = Math.min(2 * pause, LONGEST_PAUSE);
            at = now + pause;
        }
    }

    private final Map<UUID, Look> looks = new HashMap<>();
    private long lookedAt;

    Looks(long now) {
        lookedAt = now;
    }

    int size() {
        return looks.size();
    }

    void add(UUID job, long now) {
        looks.put(job, new Look(now));
    }

    /** In nanoseconds; not above 0 when one is due. Some time after the last one ended, so that many jobs share a look. */
    long untilNext(long now) {
        long next = LONG;
        for (Look look : looks.values()) {
            next = Math.min(next, look.at - now);
        }
        return Math.max(next, lookedAt + FIRST_PAUSE - now);
    }

    /** Which jobs to look for now. Those whose minute is over are looked for once more. */
    List<UUID> due(long now) {
        List<UUID> due = new ArrayList<>();
        for (Iterator<Map.Entry<UUID, Look>> all = looks.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<UUID, Look> entry = all.next();
            Look look = entry.getValue();
            if (look.at - now <= 0) {
                due.add(entry.getKey());
                look.putOff(now);
                if (look.until - now <= 0) {
                    all.remove();
                }
            }
        }
        return due;
    }

    /** A look has ended. */
    void looked(Collection<UUID> found, long now) {
        looks.keySet().removeAll(found);
        lookedAt = now;
    }
}
