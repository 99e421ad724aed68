package dev.windlass.internal.schedule;

import dev.windlass.job.Page;
import dev.windlass.job.Schedule;
import dev.windlass.spi.ResourceStore;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the stored next instants against the plans, a page at a time: they are wrong when they were reckoned by a clock that was ahead,
 * or by a zone's former rules. An instant that has fired before is not fired again by it; the store remembers those. Not thread-safe.
 */
final class Replanner {

    private static final int PAGE = 500;

    private final ResourceStore store;
    private final PlanCache plans;
    private @Nullable String cursor;
    private boolean done;

    Replanner(ResourceStore store, PlanCache plans) {
        this.store = store;
        this.plans = plans;
    }

    void restart() {
        cursor = null;
        done = false;
    }

    boolean isDone() {
        return done;
    }

    void step(Instant now) {
        Page<Schedule> page = store.list(Schedule.class, Map.of("enabled", "true"), cursor, PAGE);
        for (Schedule schedule : page.items()) {
            check(schedule, now);
        }
        cursor = page.next();
        done = cursor == null;
    }

    private void check(Schedule schedule, Instant now) {
        Instant stored = schedule.nextFireAt();
        if (stored != null && !stored.isAfter(now)) {
            return;
        }
        Instant planned = plannedAfter(now, schedule);
        if (planned != null && !planned.equals(stored)) {
            ResourceStore.Changed changed = store.replace(Reschedule.at(schedule, planned, now));
            log().info("Schedule {} fires next at {}, not at {} ({})", schedule.id(), planned, stored, changed);
        }
    }

    /** Null when it has no further instant, or when this process cannot tell. */
    private @Nullable Instant plannedAfter(Instant now, Schedule schedule) {
        try {
            return plans.of(schedule).nextAfter(now).orElse(null);
        } catch (RuntimeException e) {
            log().debug("Schedule {} cannot be planned here", schedule.id(), e);
            return null;
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Replanner.class);
    }
}
