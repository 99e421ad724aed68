package dev.windlass.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.job.DstPolicy;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Schedule.CronType;
import dev.windlass.job.Violation;
import java.time.ZoneOffset;
import java.util.Locale;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("C3")
class BadCronTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            UNIX;   61 * * * *;       minute must be 0–59, but is 61
            UNIX;   * 24 * * *;       hour must be 0–23, but is 24
            UNIX;   0 0 0 * *;        day of month must be 1–31, but is 0
            UNIX;   0 0 1 13 *;       month must be 1–12 or JAN–DEC, but is 13
            UNIX;   0 0 * * 8;        day of week must be 0–7 or SUN–SAT, but is 8
            UNIX;   0 0 * * FUN;      day of week must be 0–7 or SUN–SAT, but is FUN
            UNIX;   0 0 1 JANUARY *;  month must be 1–12 or JAN–DEC, but is JANUARY
            UNIX;   1,2,99 * * * *;   minute must be 0–59, but is 99
            UNIX;   5-70 * * * *;     minute must be 0–59, but is 70
            UNIX;   */0 * * * *;      the step of minute must be 1–59, but is 0
            UNIX;   * */25 * * *;     the step of hour must be 1–23, but is 25
            UNIX;   1,,2 * * * *;     minute has an empty list item
            UNIX;   1, * * * *;       minute has an empty list item
            UNIX;   5/ * * * *;       minute cannot be read: `5/`
            UNIX;   /5 * * * *;       minute cannot be read: `/5`
            UNIX;   +5 * * * *;       minute cannot be read: `+5`
            UNIX;   ٣ * * * *;        minute cannot be read: `٣`
            UNIX;   1-2-3 * * * *;    minute cannot be read: `1-2-3`
            UNIX;   0|1 * * * *;      minute cannot be read: `0|1`
            UNIX;   1 2 | 3 4 5;      must have 5 fields (minute, hour, day of month, month, day of week), but has 6
            UNIX;   * * * *;          must have 5 fields (minute, hour, day of month, month, day of week), but has 4
            UNIX;   0 0 31 2 *;       `0 0 31 2 *` never fires: there is no such date
            UNIX;   0 0 30,31 2 *;    `0 0 30,31 2 *` never fires: there is no such date
            UNIX;   50-10 * * * *;    minute `50-10` is not valid in a UNIX cron expression
            UNIX;   0 0 L * *;        day of month must be 1–31, but is L
            UNIX;   0 0 ? * *;        day of month must be 1–31, but is ?
            UNIX;   @reboot;          `@reboot` is no nickname that names a time. There are @yearly, @monthly, @weekly, @daily and @hourly
            QUARTZ; 0 0 12 * *;       must have 6 or 7 fields (second, minute, hour, day of month, month, day of week, year), but has 5
            QUARTZ; 0 0 12 1 * 2;     in a Quartz expression, exactly one of day of month and day of week must be ?
            QUARTZ; 0 0 12 ? * ?;     in a Quartz expression, exactly one of day of month and day of week must be ?
            QUARTZ; 0 0 12 ? * 0;     day of week must be 1–7 or SUN–SAT, but is 0
            QUARTZ; 0 0 12 ? * 6#6;   day of week must be 1–7 or SUN–SAT, but is 6#6
            QUARTZ; 0 0 12 32W * ?;   day of month must be 1–31, but is 32
            QUARTZ; 0 0 12 L-31 * ?;  L-31 lies before the month, at most L-30
            QUARTZ; 0 0 12 ? * 5W;    day of week `5W` is not valid in a Quartz cron expression
            QUARTZ; 0 0 0 1 1 ? 3000; year must be 1970–2099, but is 3000
            QUARTZ; 0 0 0 31 2 ?;     `0 0 0 31 2 ?` never fires: there is no such date
            SPRING; 0 0 0 31 4 MON;   `0 0 0 31 4 MON` never fires: there is no such date
            """)
    void saysWhatIsWrongAndWhere(CronType type, String cron, String detail) {
        assertThatThrownBy(() -> FirePlan.of(cron, type, ZoneOffset.UTC, DstPolicy.DEFAULT))
                .asInstanceOf(InstanceOfAssertFactories.type(InvalidRequestException.class))
                .extracting(e -> e.violations().get(0))
                .isEqualTo(new Violation("/cron", detail));
    }

    @Test
    void anEmptyOrEndlessExpressionIsRefused() {
        for (String cron : new String[] {"", "   ", "0 ".repeat(4) + "1".repeat(300), "@", "\u0000"}) {
            assertThatThrownBy(() -> FirePlan.of(cron, CronType.UNIX, ZoneOffset.UTC, DstPolicy.DEFAULT))
                    .isInstanceOf(InvalidRequestException.class);
        }
    }

    @Test
    void namesAreReadTheSameWhateverTheLanguageOfTheMachine() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(FirePlan.of("0 0 * * fri", CronType.UNIX, ZoneOffset.UTC, DstPolicy.DEFAULT))
                    .isNotNull();
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mars/Phobos", "+02:00", "UTC+2", "GMT-05:00", "Z", "", "europe/berlin", "../etc/passwd"})
    void onlyNamesOfTheIanaDatabaseAreZones(String zone) {
        assertThatThrownBy(() -> TimeZones.parse(zone))
                .asInstanceOf(InstanceOfAssertFactories.type(InvalidRequestException.class))
                .extracting(e -> e.violations().get(0).pointer())
                .isEqualTo("/timezone");
        assertThat(TimeZones.parse("UTC").getId()).isEqualTo("UTC");
        assertThat(TimeZones.parse("Australia/Lord_Howe").getId()).isEqualTo("Australia/Lord_Howe");
    }
}
