package dev.windlass.internal.schedule;

import dev.windlass.cron.FirePlan;
import dev.windlass.job.DstPolicy;
import dev.windlass.job.Schedule;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

/** The plans that were used last: reading an expression costs a hundred times what planning a fire does. Not thread-safe. */
final class PlanCache {

    private static final int CAPACITY = 4_096;

    private record Key(String cron, Schedule.CronType type, ZoneId zone, DstPolicy dst) {}

    private final Map<Key, FirePlan> plans = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, FirePlan> eldest) {
            return size() > CAPACITY;
        }
    };

    /** @throws RuntimeException when this process cannot read the expression or does not know the zone */
    FirePlan of(Schedule schedule) {
        Key key = new Key(schedule.cron(), schedule.cronType(), schedule.zone(), schedule.dst());
        return plans.computeIfAbsent(key, unused -> FirePlan.of(schedule));
    }
}
