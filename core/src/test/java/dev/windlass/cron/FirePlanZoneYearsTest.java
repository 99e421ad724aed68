package dev.windlass.cron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.DstPolicy;
import dev.windlass.job.DstPolicy.Gap;
import dev.windlass.job.DstPolicy.Repeat;
import dev.windlass.job.Schedule.CronType;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

    /** Stretches in which the zone did something of note: the rules of 2007, Samoa's lost day, Ramadan in Morocco. */
    private static final Map<String, List<String>> ZONES = Map.of(
            "America/New_York", List.of("2005-01-01T00:00:00Z", "2010-01-01T00:00:00Z"),
            "Europe/London", List.of("1994-01-01T00:00:00Z", "1999-01-01T00:00:00Z"),
            "Australia/Lord_Howe", List.of("2006-01-01T00:00:00Z", "2010-01-01T00:00:00Z"),
            "Pacific/Apia", List.of("2010-01-01T00:00:00Z", "2014-01-01T00:00:00Z"),
            "Africa/Casablanca", List.of("2011-01-01T00:00:00Z", "2020-01-01T00:00:00Z"),
            "America/Havana", List.of("2024-01-01T00:00:00Z", "2026-01-01T00:00:00Z"));

    static Stream<Arguments> everything() {
        return ZONES.entrySet().stream()
                .flatMap(zone -> CRONS.entrySet().stream()
                        .flatMap(cron -> Stream.of(
                                        DstPolicy.DEFAULT,
                                        new DstPolicy(Gap.SKIP, Repeat.LAST),
                                        new DstPolicy(Gap.RUN_AFTER, Repeat.BOTH))
                                .map(dst -> Arguments.of(
                                        cron.getKey(),
                                        cron.getValue(),
                                        zone.getKey(),
                                        dst,
                                        Instant.parse(zone.getValue().get(0)),
                                        Instant.parse(zone.getValue().get(1))))));
    }

    @ParameterizedTest(name = "{0} in {2} with {3}")
    @MethodSource("everything")
    void firesExactlyWhenTheWallClockSaysSo(
            String cron, boolean interval, String zone, DstPolicy dst, Instant from, Instant to) {
        FirePlan plan = FirePlan.of(cron, CronType.UNIX, ZoneId.of(zone), dst);
        List<Instant> expected = LocalReckoning.fires(cron, interval, ZoneId.of(zone), dst, from, to);
        assertThat(LocalReckoning.planned(plan, from, to, instant -> {})).isEqualTo(expected);
        assertThat(expected).isNotEmpty();
    }
}
