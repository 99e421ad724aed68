package dev.windlass.internal.schedule;

import dev.windlass.job.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Schedules that this node cannot fire: their template is gone, or their zone is newer than this process. They stay due, for another node
 * or for later, and must not hold up the others. Those that are too many to be remembered are tried more often than every minute. Not
 * thread-safe.
 */
final class Quarantine {

    private static final Duration RETRY = Duration.ofMinutes(1);
    private static final Duration FORGET = RETRY.multipliedBy(10);
    private static final int CAPACITY = 10_000;

    /** In the order of their times. */
    private final Map<UUID, Instant> until = new LinkedHashMap<>();

    /** How many schedules that are due may have to be passed over. */
    int size() {
        return until.size();
    }

    void add(Schedule schedule, Instant now, String reason) {
        boolean news = until.remove(schedule.id()) == null && hasRoom(now);
        if (until.size() < CAPACITY) {
            until.put(schedule.id(), now.plus(RETRY));
        }
        // Of those that are not remembered nobody knows whether they are news, and those that are have made noise
        // enough.
        log().atLevel(news ? Level.ERROR : Level.DEBUG)
                .log("Schedule {} cannot be fired here and is tried again every minute: {}", schedule.id(), reason);
    }

    /** Only one whose minute is over makes room: another would be tried at once and be news again. */
    private boolean hasRoom(Instant now) {
        Iterator<Instant> oldest = until.values().iterator();
        if (until.size() == CAPACITY && !oldest.next().isAfter(now)) {
            oldest.remove();
        }
        return until.size() < CAPACITY;
    }

    void release(UUID scheduleId) {
        until.remove(scheduleId);
    }

    void clear() {
        until.clear();
    }

    /** Those that may be tried now. */
    List<Schedule> without(Collection<Schedule> due, Instant now) {
        return due.stream()
                .filter(schedule ->
                        !until.getOrDefault(schedule.id(), Instant.MIN).isAfter(now))
                .toList();
    }

    /** When to come back for one of them, if that is before {@code latest}. */
    Instant earliest(Instant latest, Instant now) {
        until.values().removeIf(instant -> instant.isBefore(now.minus(FORGET)));
        return until.values().stream()
                .filter(instant -> instant.isAfter(now) && instant.isBefore(latest))
                .min(Instant::compareTo)
                .orElse(latest);
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Quarantine.class);
    }
}
