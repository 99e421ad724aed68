package dev.windlass.cron;

import dev.windlass.job.DstPolicy;
import dev.windlass.job.Schedule;
import dev.windlass.job.Schedule.CronType;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The instants at which a schedule fires.
 *
 * <p>A local time that the clock shows once fires once. A time that the clock jumps over fires at the first instant after the jump, once
 * for all times in it, unless the policy skips it; an expression that names every hour fires again within the hour anyway, so what it
 * misses in the jump is not made up for. A time that the clock shows twice fires the first time, the last or both, as the policy says;
 * expressions whose minute or hour is {@code *} or a step run through both (cron(8) tells these two kinds apart in the same way).
 */
public final class FirePlan {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final ZoneId zone;
    private final ZoneTimes times;

    private FirePlan(ZoneId zone, ZoneTimes times) {
        this.zone = zone;
        this.times = times;
    }

    /**
     * @throws dev.windlass.job.InvalidRequestException pointing at {@code /cron} when the expression cannot be read or names no time at
     *     all, such as 31 February
     * @throws java.time.zone.ZoneRulesException when this process does not know the zone
     */
    public static FirePlan of(String cron, CronType type, ZoneId zone, DstPolicy dst) {
        LocalCron local = Dialect.read(cron, type);
        if (local.nextOrSame(LocalDateTime.of(1970, 1, 1, 0, 0)) == null) {
            throw SyntaxCheck.wrong("`" + cron.strip() + "` never fires: there is no such date");
        }
        return new FirePlan(zone, new ZoneTimes(local, zone.getRules(), dst));
    }

    public static FirePlan of(Schedule schedule) {
        return of(schedule.cron(), schedule.cronType(), schedule.zone(), schedule.dst());
    }

    /** The first instant later than {@code after}; empty when there is none within 100 years or before the year 9999. */
    public Optional<Instant> nextAfter(Instant after) {
        if (!after.isBefore(LATEST)) {
            return Optional.empty();
        }
        return Optional.ofNullable(times.nextAfter(after.isBefore(EARLIEST) ? EARLIEST : after));
    }

    /** The first {@code count} instants later than {@code after}, in the offset that is in force there and then; fewer when it ends. */
    public List<ZonedDateTime> next(int count, Instant after) {
        List<ZonedDateTime> found = new ArrayList<>();
        Optional<Instant> next = nextAfter(after);
        while (found.size() < count && next.isPresent()) {
            found.add(next.get().atZone(zone));
            next = nextAfter(next.get());
        }
        return found;
    }
}
