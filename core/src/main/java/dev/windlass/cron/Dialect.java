package dev.windlass.cron;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import dev.windlass.job.Schedule.CronType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a cron expression is to be read.
 *
 * @param fields in the order in which they are written
 * @param optional how many of the last fields may be left out
 * @param sunday the number of Sunday
 * @param eitherDay whether a day that matches one of two restricted day fields is enough, as crontab(5) has it
 */
record Dialect(String label, CronParser parser, List<FieldSpec> fields, int optional, int sunday, boolean eitherDay) {

    private static final Dialect UNIX = new Dialect(
            "UNIX",
            parser(com.cronutils.model.CronType.UNIX),
            List.of(
                    FieldSpec.MINUTE,
                    FieldSpec.HOUR,
                    FieldSpec.dayOfMonth(false),
                    FieldSpec.MONTH,
                    FieldSpec.dayOfWeek(0, false)),
            0,
            0,
            true);

    private static final Dialect QUARTZ = new Dialect(
            "Quartz",
            parser(com.cronutils.model.CronType.QUARTZ),
            List.of(
                    FieldSpec.SECOND,
                    FieldSpec.MINUTE,
                    FieldSpec.HOUR,
                    FieldSpec.dayOfMonth(true),
                    FieldSpec.MONTH,
                    FieldSpec.dayOfWeek(1, true),
                    FieldSpec.YEAR),
            1,
            1,
            false);

    private static final Dialect SPRING = new Dialect(
            "Spring",
            parser(com.cronutils.model.CronType.SPRING53),
            List.of(
                    FieldSpec.SECOND,
                    FieldSpec.MINUTE,
                    FieldSpec.HOUR,
                    FieldSpec.dayOfMonth(true),
                    FieldSpec.MONTH,
                    FieldSpec.dayOfWeek(0, true)),
            0,
            0,
            false);

    /** The words of crontab(5), in the UNIX dialect. {@code @reboot} is no time. */
    private static final Map<String, String> NICKNAMES = Map.of(
            "@YEARLY", "0 0 1 1 *",
            "@ANNUALLY", "0 0 1 1 *",
            "@MONTHLY", "0 0 1 * *",
            "@WEEKLY", "0 0 * * 0",
            "@DAILY", "0 0 * * *",
            "@MIDNIGHT", "0 0 * * *",
            "@HOURLY", "0 * * * *");

    static Dialect of(CronType type) {
        return switch (type) {
            case UNIX -> UNIX;
            case QUARTZ -> QUARTZ;
            case SPRING -> SPRING;
        };
    }

    /**
     * Reads an expression, or a nickname, which means the same in every dialect.
     *
     * @throws dev.windlass.job.InvalidRequestException pointing at {@code /cron}
     */
    static LocalCron read(String cron, CronType type) {
        String text = cron.strip().toUpperCase(Locale.ROOT);
        if (!text.startsWith("@")) {
            return of(type).parse(text);
        }
        String expanded = NICKNAMES.get(text);
        if (expanded == null) {
            throw SyntaxCheck.wrong("`" + text.toLowerCase(Locale.ROOT)
                    + "` is no nickname that names a time. There are @yearly, @monthly, @weekly, @daily and @hourly");
        }
        return UNIX.parse(expanded);
    }

    private LocalCron parse(String text) {
        SyntaxCheck.check(this, text);
        Cron parsed;
        try {
            parsed = parser.parse(text);
        } catch (IllegalArgumentException e) {
            throw SyntaxCheck.wrong(culprit(text) + " is not valid in a " + label + " cron expression");
        }
        return LocalCron.of(this, parsed);
    }

    /** The field that cannot be read even when all others are as plain as can be. */
    private String culprit(String text) {
        String[] written = text.split("\\s+");
        for (int i = 0; i < written.length; i++) {
            if (!written[i].equals("?") && !isReadable(plainBut(i, written))) {
                return fields.get(i).label() + " `" + written[i] + "`";
            }
        }
        return "`" + text + "`";
    }

    private boolean isReadable(String text) {
        try {
            parser.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** In the dialects that need a {@code ?}, the day field that is not looked at has it. */
    private static String plainBut(int kept, String[] written) {
        String[] plain = new String[written.length];
        Arrays.fill(plain, "*");
        if (plain.length > 5) {
            plain[kept == 5 ? 3 : 5] = "?";
        }
        plain[kept] = written[kept];
        return String.join(" ", plain);
    }

    private static CronParser parser(com.cronutils.model.CronType type) {
        return new CronParser(CronDefinitionBuilder.instanceDefinitionFor(type));
    }
}
