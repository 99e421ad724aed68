package dev.windlass.cron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.cron.LocalReckoning.Case;
import dev.windlass.job.DstPolicy;
import dev.windlass.job.DstPolicy.Gap;
import dev.windlass.job.DstPolicy.Repeat;
import dev.windlass.job.Schedule.CronType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Years of real zone data: every fire that the reckoning finds on the wall clock, and no other. */
@Tag("C3")
class FirePlanZoneYearsTest {

    /** Cron to whether it is an interval. */
    private static final Map<String, Boolean> CRONS = Map.ofEntries(
            Map.entry("30 2 * * *", false),
            Map.entry("15 1,2,3 * * *", false),
            Map.entry("0 0 * * *", false),
            Map.entry("45 1 * * 0", false),
            Map.entry("5,35 0-4 30 12 *", false),
            Map.entry("10 2 1-7 * 0,6", false),
            Map.entry("7-59/13 2 * 3,4,10,11 *", false),
            Map.entry("*/20 * * * *", true),
            Map.entry("*/20 2 * * *", true),
            Map.entry("3 * * * *", true),
            Map.entry("30 */6 * * *", true),
            Map.entry("10/25 1-3 * * *", true));

    private static final List<DstPolicy> POLICIES = List.of(
            DstPolicy.DEFAULT,
            new DstPolicy(Gap.SKIP, Repeat.LAST),
            new DstPolicy(Gap.RUN_AFTER, Repeat.BOTH),
            new DstPolicy(Gap.SKIP, Repeat.FIRST));

    /** Stretches in which the zone did something of note: the rules of 2007, Samoa's lost day, Ramadan in Morocco. */
    @ParameterizedTest
    @CsvSource({
        "America/New_York, 2005, 2010",
        "Europe/London, 1994, 1999",
        "Australia/Lord_Howe, 2006, 2010",
        "Pacific/Apia, 2010, 2014",
        "Africa/Casablanca, 2011, 2020",
        "America/Havana, 2024, 2026"
    })
    void firesExactlyWhenTheWallClockSaysSo(ZoneId zone, int fromYear, int toYear) {
        Instant from = LocalDate.of(fromYear, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant to = LocalDate.of(toYear, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
        List<Case> cases = POLICIES.stream()
                .flatMap(dst -> CRONS.entrySet().stream().map(cron -> Case.of(cron.getKey(), cron.getValue(), dst)))
                .toList();
        LocalReckoning.reckon(cases, zone, from, to);
        for (Case one : cases) {
            assertThat(planned(FirePlan.of(one.text(), CronType.UNIX, zone, one.dst()), from, to))
                    .as("%s in %s with %s", one.text(), zone, one.dst())
                    .isNotEmpty()
                    .isEqualTo(one.fires());
        }
    }

    private static List<Instant> planned(FirePlan plan, Instant from, Instant to) {
        List<Instant> fires = new ArrayList<>();
        Instant next = plan.nextAfter(from).orElse(Instant.MAX);
        while (!next.isAfter(to)) {
            fires.add(next);
            next = plan.nextAfter(next).orElse(Instant.MAX);
        }
        return fires;
    }
}
