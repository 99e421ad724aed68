package dev.windlass.internal.schedule;

import dev.windlass.cron.FirePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/** The instants that have become due since a schedule was looked at last. */
final class DueInstants {

    private static final Duration FIRST_LOOK = Duration.ofMinutes(1);
    private static final int WIDEN = 8;

    private DueInstants() {}

    /**
     * The last {@code max} instants in {@code [first, now]}, oldest first. Looks back from now in growing steps, so that a year of missed
     * seconds is not counted through to find the last of them.
     *
     * @param first the stored instant; due also when the plan, after a change of the zone's rules, no longer names it
     */
    static List<Instant> latest(FirePlan plan, Instant first, Instant now, int max) {
        Duration back = FIRST_LOOK;
        while (true) {
            boolean whole = !now.minus(back).isAfter(first);
            List<Instant> found = whole ? from(plan, first, now, max) : after(plan, now.minus(back), now, max);
            if (whole || found.size() >= max) {
                return found;
            }
            back = back.multipliedBy(WIDEN);
        }
    }

    private static List<Instant> from(FirePlan plan, Instant first, Instant now, int max) {
        ArrayDeque<Instant> found = new ArrayDeque<>();
        found.add(first);
        return collect(found, plan, first, now, max);
    }

    private static List<Instant> after(FirePlan plan, Instant start, Instant now, int max) {
        return collect(new ArrayDeque<>(), plan, start, now, max);
    }

    private static List<Instant> collect(
            ArrayDeque<Instant> found, FirePlan plan, Instant start, Instant now, int max) {
        Optional<Instant> next = plan.nextAfter(start);
        while (next.isPresent() && !next.get().isAfter(now)) {
            found.add(next.get());
            if (found.size() > max) {
                found.removeFirst();
            }
            next = plan.nextAfter(next.get());
        }
        return List.copyOf(found);
    }
}
