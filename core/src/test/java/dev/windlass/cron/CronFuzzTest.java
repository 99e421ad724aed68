package dev.windlass.cron;

import static org.assertj.core.api.Assertions.assertThat;

import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.windlass.job.DstPolicy;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Schedule.CronType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("C3")
class CronFuzzTest {

    private static final String ALPHABET = "0123456789*?/,-#LWMONJAFRISUT @| \t";
    private static final ZonedDateTime START = ZonedDateTime.of(2026, 11, 22, 13, 7, 5, 0, ZoneOffset.UTC);

    /** cron-utils finds times by a path of its own; in UTC, and away from where it errs, both agree. */
    @Test
    void agreesWithCronUtilsWhereNoClockIsChanged() {
        Random random = new Random(20261122);
        for (CronType type : CronType.values()) {
            CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(
                    switch (type) {
                        case UNIX -> com.cronutils.model.CronType.UNIX;
                        case QUARTZ -> com.cronutils.model.CronType.QUARTZ;
                        case SPRING -> com.cronutils.model.CronType.SPRING53;
                    }));
            for (int i = 0; i < 300; i++) {
                String cron = randomCron(random, type);
                FirePlan plan = FirePlan.of(cron, type, ZoneOffset.UTC, DstPolicy.DEFAULT);
                ExecutionTime theirs = ExecutionTime.forCron(parser.parse(cron));
                ZonedDateTime at = START;
                for (int step = 0; step < 5; step++) {
                    ZonedDateTime next = theirs.nextExecution(at).orElseThrow();
                    assertThat(plan.nextAfter(at.toInstant()))
                            .as(cron + " after " + at)
                            .hasValue(next.toInstant());
                    at = next;
                }
            }
        }
    }

    @Test
    @Timeout(30)
    void noTextWhateverMakesTroubleOrTakesLong() {
        Random random = new Random(7);
        int accepted = 0;
        for (int i = 0; i < 60_000; i++) {
            CronType type = CronType.values()[i % 3];
            String cron = i % 2 == 0 ? noise(random) : mutated(random, randomCron(random, type));
            try {
                FirePlan plan = FirePlan.of(cron, type, ZoneId.of("Europe/Berlin"), DstPolicy.DEFAULT);
                plan.next(3, START.toInstant());
                accepted++;
            } catch (InvalidRequestException e) {
                assertThat(e.violations()).isNotEmpty();
            }
        }
        assertThat(accepted).isGreaterThan(1_000);
    }

    /** 100 000 schedules firing at once have to be planned anew in passing. */
    @Test
    @Tag("perf")
    @Timeout(60)
    void planningTheNextFireIsCheap() {
        FirePlan plan =
                FirePlan.of("30 2 * * MON-FRI", CronType.UNIX, ZoneId.of("America/New_York"), DstPolicy.DEFAULT);
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        long fastest = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long started = System.nanoTime();
            for (int i = 0; i < 100_000; i++) {
                assertThat(plan.nextAfter(from.plusSeconds(i * 900L)).isPresent())
                        .isTrue();
            }
            fastest = Math.min(fastest, System.nanoTime() - started);
        }
        assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofSeconds(2));
    }

    private static String randomCron(Random random, CronType type) {
        String time = field(random, 0, 59) + " " + field(random, 0, 23);
        String month = field(random, 1, 12);
        boolean byWeekday = random.nextBoolean();
        String day = byWeekday ? "*" : field(random, 1, 28);
        String weekday = byWeekday ? field(random, 1, 6) : "*";
        return switch (type) {
            case UNIX -> time + " " + day + " " + month + " " + weekday;
            case SPRING -> field(random, 0, 59) + " " + time + " " + day + " " + month + " " + weekday;
            case QUARTZ ->
                field(random, 0, 59) + " " + time + " " + (byWeekday ? "?" : day) + " " + month + " "
                        + (byWeekday ? weekday : "?");
        };
    }

    private static String field(Random random, int min, int max) {
        int from = min + random.nextInt(max - min);
        int to = from + random.nextInt(max - from + 1);
        return switch (random.nextInt(6)) {
            case 0 -> "*";
            case 1 -> "*/" + (1 + random.nextInt(max));
            case 2 -> from + "-" + to;
            case 3 -> from + "," + to;
            case 4 -> from + "-" + to + "/" + (1 + random.nextInt(4));
            default -> "" + from;
        };
    }

    private static String mutated(Random random, String cron) {
        int at = random.nextInt(cron.length());
        char letter = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        return cron.substring(0, at) + letter + cron.substring(random.nextBoolean() ? at : at + 1);
    }

    private static String noise(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(30);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
