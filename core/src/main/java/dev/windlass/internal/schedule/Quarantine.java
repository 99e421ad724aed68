package dev.windlass.internal.schedule;

import dev.windlass.job.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Schedules that this node cannot fire: their template is gone, or their zone is newer than this process. They stay due, for another node
 * or for later, and must not hold up the others. Not thread-safe.
 */
final class Quarantine {

    private static final Duration RETRY = Duration.ofMinutes(1);
    private static final Duration FORGET = RETRY.multipliedBy(10);
    private static final int CAPACITY = 1_000;

    private final Map<UUID, Instant> until = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Instant> eldest) {
            return size() > CAPACITY;
        }
    };

    /** How many schedules that are due may have to be passed over. */
    int size() {
        return until.size();
    }

    void add(Schedule schedule, Instant now, String reason) {
        boolean news = until.put(schedule.id(), now.plus(RETRY)) == null;
        log().atLevel(news ? Level.ERROR : Level.DEBUG)
                .log("Schedule {} cannot be fired here and is tried again every minute: {}", schedule.id(), reason);
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
