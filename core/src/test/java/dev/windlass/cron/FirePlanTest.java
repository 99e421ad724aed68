package dev.windlass.cron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.DstPolicy;
import dev.windlass.job.DstPolicy.Gap;
import dev.windlass.job.DstPolicy.Repeat;
import dev.windlass.job.Schedule.CronType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("C3")
class FirePlanTest {

    private static final Instant NOV_2026 = Instant.parse("2026-11-22T13:07:05Z");

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            UNIX;   @yearly;                2027-01-01T00:00Z 2028-01-01T00:00Z
            UNIX;   @monthly;               2026-12-01T00:00Z 2027-01-01T00:00Z
            UNIX;   @weekly;                2026-11-29T00:00Z 2026-12-06T00:00Z
            UNIX;   @Daily;                 2026-11-23T00:00Z 2026-11-24T00:00Z
            QUARTZ; @midnight;              2026-11-23T00:00Z 2026-11-24T00:00Z
            SPRING; @hourly;                2026-11-22T14:00Z 2026-11-22T15:00Z
            UNIX;   0 0 * * 7;              2026-11-29T00:00Z 2026-12-06T00:00Z
            UNIX;   0 0 * * sun,mon;        2026-11-23T00:00Z 2026-11-29T00:00Z
            UNIX;   0 0 * * FRI-SUN;        2026-11-27T00:00Z 2026-11-28T00:00Z 2026-11-29T00:00Z 2026-12-04T00:00Z
            UNIX;   0 0 13 * 5;             2026-11-27T00:00Z 2026-12-04T00:00Z 2026-12-11T00:00Z 2026-12-13T00:00Z
            UNIX;   0 0 */2 * 1;            2026-11-23T00:00Z 2026-12-07T00:00Z 2026-12-21T00:00Z
            UNIX;   0 0 29 2 *;             2028-02-29T00:00Z 2032-02-29T00:00Z
            UNIX;   0 9-17/4 * JAN *;       2027-01-01T09:00Z 2027-01-01T13:00Z 2027-01-01T17:00Z 2027-01-02T09:00Z
            QUARTZ; 0/5 * * * * ?;          2026-11-22T13:07:10Z 2026-11-22T13:07:15Z
            QUARTZ; 0 0 22-2/2 * * ?;       2026-11-22T22:00Z 2026-11-23T00:00Z 2026-11-23T02:00Z 2026-11-23T22:00Z
            QUARTZ; 0 0 0 ? * SAT-MON;      2026-11-23T00:00Z 2026-11-28T00:00Z 2026-11-29T00:00Z 2026-11-30T00:00Z
            QUARTZ; 0 0 0 ? * 6#5;          2027-01-29T00:00Z 2027-04-30T00:00Z
            QUARTZ; 0 0 0 ? 2 6#5;          2036-02-29T00:00Z 2064-02-29T00:00Z 2092-02-29T00:00Z 2104-02-29T00:00Z
            QUARTZ; 0 0 0 ? * 6L;           2026-11-27T00:00Z 2026-12-25T00:00Z
            QUARTZ; 0 0 0 ? * L;            2026-11-28T00:00Z 2026-12-05T00:00Z
            QUARTZ; 0 0 0 L-3 * ?;          2026-11-27T00:00Z 2026-12-28T00:00Z
            QUARTZ; 0 0 0 15,L 2 ?;         2027-02-15T00:00Z 2027-02-28T00:00Z 2028-02-15T00:00Z 2028-02-29T00:00Z
            QUARTZ; 0 0 0 LW * ?;           2026-11-30T00:00Z 2026-12-31T00:00Z 2027-01-29T00:00Z
            QUARTZ; 0 0 0 1W 8 ?;           2027-08-02T00:00Z 2028-08-01T00:00Z 2029-08-01T00:00Z
            QUARTZ; 0 0 0 31W * ?;          2026-12-31T00:00Z 2027-01-29T00:00Z 2027-03-31T00:00Z
            QUARTZ; 0 0 0 1 NOV-FEB ?;      2026-12-01T00:00Z 2027-01-01T00:00Z 2027-02-01T00:00Z 2027-11-01T00:00Z
            QUARTZ; 0 0 0 1 1 ? 2027/2;     2027-01-01T00:00Z 2029-01-01T00:00Z
            QUARTZ; 0 0 0 1 1 ? 2090;       2090-01-01T00:00Z
            SPRING; 0 0 0 29 2 1;           2044-02-29T00:00Z 2072-02-29T00:00Z 2112-02-29T00:00Z
            SPRING; 0 0 0 13 * FRI;         2027-08-13T00:00Z 2028-10-13T00:00Z
            SPRING; 0 0 0 * * FRI#2;        2026-12-11T00:00Z 2027-01-08T00:00Z
            SPRING; 0 0 0 * * SAT-SUN;      2026-11-28T00:00Z 2026-11-29T00:00Z 2026-12-05T00:00Z
            """)
    void findsTheNextTimes(CronType type, String cron, String expected) {
        List<ZonedDateTime> times =
                List.of(expected.split(" ")).stream().map(ZonedDateTime::parse).toList();
        List<ZonedDateTime> found = plan(cron, type, "UTC").next(times.size(), NOV_2026);
        assertThat(found)
                .extracting(ZonedDateTime::toInstant)
                .isEqualTo(times.stream().map(ZonedDateTime::toInstant).toList());
    }

    @Test
    void aDailyRunInTheGapComesAtTheFirstInstantAfterIt() {
        assertThat(fires("30 2 * * *", "America/New_York", DstPolicy.DEFAULT, "2027-03-13T05:00:00Z", 3))
                .containsExactly(
                        "2027-03-13T02:30-05:00[America/New_York]",
                        "2027-03-14T03:00-04:00[America/New_York]",
                        "2027-03-15T02:30-04:00[America/New_York]");
    }

    /** The clock is put forward at 07:00:00Z. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            59 59 1,2 * * ?;    2027-03-14T06:59:59Z;         2027-03-14T07:00:00Z
            0 30 2 * * ?;       2027-03-14T06:59:59Z;         2027-03-14T07:00:00Z
            0 30 2 * * ?;       2027-03-14T06:59:59.5Z;       2027-03-14T07:00:00Z
            0 30 2 * * ?;       2027-03-14T07:00:00Z;         2027-03-15T06:30:00Z
            0 0 3 * * ?;        2027-03-14T06:59:59Z;         2027-03-14T07:00:00Z
            0 30 3 * * ?;       2027-03-14T06:59:59Z;         2027-03-14T07:30:00Z
            59 59 * * * ?;      2027-03-14T06:59:59Z;         2027-03-14T07:59:59Z
            0 30 1 * * ?;       2026-11-01T05:59:59Z;         2026-11-02T06:30:00Z
            """)
    void whatIsMissedInTheGapIsMadeUpForHoweverShortlyBeforeItIsAskedFor(String cron, Instant after, Instant next) {
        assertThat(plan(cron, CronType.QUARTZ, "America/New_York").nextAfter(after))
                .hasValue(next);
    }

    @Test
    void allTimesInTheGapTogetherComeOnce() {
        assertThat(fires("0,15,30 2,3 14 3 *", "America/New_York", DstPolicy.DEFAULT, "2027-01-01T00:00:00Z", 3))
                .containsExactly(
                        "2027-03-14T03:00-04:00[America/New_York]",
                        "2027-03-14T03:15-04:00[America/New_York]",
                        "2027-03-14T03:30-04:00[America/New_York]");
    }

    @Test
    void aSkippedGapLeavesTheDayOut() {
        DstPolicy skip = new DstPolicy(Gap.SKIP, Repeat.FIRST);
        assertThat(fires("30 2 * * *", "America/New_York", skip, "2027-03-13T05:00:00Z", 2))
                .containsExactly(
                        "2027-03-13T02:30-05:00[America/New_York]", "2027-03-15T02:30-04:00[America/New_York]");
    }

    @Test
    void aTimeThatComesTwiceRunsFirstLastOrBoth() {
        String before = "2026-10-31T12:00:00Z";
        String first = "2026-11-01T01:30-04:00[America/New_York]";
        String last = "2026-11-01T01:30-05:00[America/New_York]";
        String monday = "2026-11-02T01:30-05:00[America/New_York]";
        assertThat(fires("30 1 * * *", "America/New_York", DstPolicy.DEFAULT, before, 2))
                .containsExactly(first, monday);
        assertThat(fires("30 1 * * *", "America/New_York", new DstPolicy(Gap.RUN_AFTER, Repeat.LAST), before, 2))
                .containsExactly(last, monday);
        assertThat(fires("30 1 * * *", "America/New_York", new DstPolicy(Gap.RUN_AFTER, Repeat.BOTH), before, 3))
                .containsExactly(first, last, monday);
    }

    @Test
    void anIntervalRunsThroughBothHours() {
        List<ZonedDateTime> runs =
                plan("*/20 * * * *", CronType.UNIX, "Europe/London").next(9, Instant.parse("2026-10-24T23:50:00Z"));
        for (int i = 1; i < runs.size(); i++) {
            assertThat(Duration.between(runs.get(i - 1), runs.get(i))).isEqualTo(Duration.ofMinutes(20));
        }
    }

    @Test
    void theDayThatSamoaLeftOutIsMadeUpForWhenItIsOver() {
        assertThat(fires("0 9 * * *", "Pacific/Apia", DstPolicy.DEFAULT, "2011-12-29T00:00:00Z", 3))
                .containsExactly(
                        "2011-12-29T09:00-10:00[Pacific/Apia]",
                        "2011-12-31T00:00+14:00[Pacific/Apia]",
                        "2011-12-31T09:00+14:00[Pacific/Apia]");
    }

    @Test
    void aLastYearIsTheEnd() {
        FirePlan plan = plan("0 0 0 1 1 ? 2027", CronType.QUARTZ, "Europe/Berlin");
        assertThat(plan.next(5, NOV_2026)).hasSize(1);
        assertThat(plan.nextAfter(Instant.parse("2027-06-01T00:00:00Z"))).isEmpty();
    }

    @Test
    void theEndsOfTimeAreNoTrap() {
        FirePlan plan = plan("0 0 * * *", CronType.UNIX, "America/New_York");
        assertThat(plan.nextAfter(Instant.MAX)).isEmpty();
        assertThat(plan.nextAfter(Instant.MIN)).isPresent();
        assertThat(plan.nextAfter(Instant.parse("9998-12-30T00:00:00Z"))).isPresent();
    }

    @Test
    void isStrictlyLaterAlsoWithinASecond() {
        FirePlan plan = plan("0 0 0 * * *".replace("0 0 0", "* * *"), CronType.SPRING, "UTC");
        assertThat(plan.nextAfter(Instant.parse("2026-01-01T00:00:00Z")))
                .hasValue(Instant.parse("2026-01-01T00:00:01Z"));
        assertThat(plan.nextAfter(Instant.parse("2025-12-31T23:59:59.999999999Z")))
                .hasValue(Instant.parse("2026-01-01T00:00:00Z"));
    }

    private static List<String> fires(String cron, String zone, DstPolicy dst, String after, int count) {
        return FirePlan.of(cron, CronType.UNIX, ZoneId.of(zone), dst).next(count, Instant.parse(after)).stream()
                .map(ZonedDateTime::toString)
                .toList();
    }

    private static FirePlan plan(String cron, CronType type, String zone) {
        return FirePlan.of(cron, type, ZoneId.of(zone), DstPolicy.DEFAULT);
    }
}
