package dev.windlass.cron;

import com.cronutils.model.field.CronFieldName;
import java.util.List;

/**
 * What one field of a cron expression may hold.
 *
 * @param label as messages name it
 * @param names upper-case words for its values; empty when it knows numbers only
 * @param extras whether {@code ? L W #} may occur, which the parser of the dialect judges
 */
record FieldSpec(CronFieldName id, String label, int min, int max, List<String> names, boolean extras) {

    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    static final FieldSpec SECOND = numbers(CronFieldName.SECOND, "second", 0, 59);
    static final FieldSpec MINUTE = numbers(CronFieldName.MINUTE, "minute", 0, 59);
    static final FieldSpec HOUR = numbers(CronFieldName.HOUR, "hour", 0, 23);
    static final FieldSpec MONTH = new FieldSpec(CronFieldName.MONTH, "month", 1, 12, MONTHS, false);
    static final FieldSpec YEAR = numbers(CronFieldName.YEAR, "year", 1970, 2099);

    static FieldSpec dayOfMonth(boolean extras) {
        return new FieldSpec(CronFieldName.DAY_OF_MONTH, "day of month", 1, 31, List.of(), extras);
    }

    /** Sunday is 0 and 7 in UNIX and Spring, 1 in Quartz. */
    static FieldSpec dayOfWeek(int min, boolean extras) {
        return new FieldSpec(CronFieldName.DAY_OF_WEEK, "day of week", min, 7, DAYS, extras);
    }

    private static FieldSpec numbers(CronFieldName id, String label, int min, int max) {
        return new FieldSpec(id, label, min, max, List.of(), false);
    }

    /** What is allowed, for people: {@code 0–7 or SUN–SAT}. */
    String range() {
        String numbers = min + "–" + max;
        return names.isEmpty() ? numbers : numbers + " or " + names.get(0) + "–" + names.get(names.size() - 1);
    }
}
