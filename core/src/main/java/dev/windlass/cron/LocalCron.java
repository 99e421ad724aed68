package dev.windlass.cron;

import com.cronutils.model.Cron;
import com.cronutils.model.field.CronField;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.FieldExpression;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.BitSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The local times that an expression names, on a calendar without time zones. cron-utils reads the expression; the times are found here,
 * in a bounded number of cheap steps.
 */
final class LocalCron {

    /** Longer than any pattern of the Gregorian calendar pauses: 29 February on one weekday, 40 years. */
    private static final int HORIZON_YEARS = 100;

    private final BitSet seconds;
    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet months;
    private final @Nullable BitSet years;
    private final DayField dayOfMonth;
    private final DayField dayOfWeek;
    private final boolean eitherDay;
    private final boolean interval;

    private LocalCron(Dialect dialect, Map<CronFieldName, CronField> fields) {
        seconds = fields.containsKey(CronFieldName.SECOND) ? mask(fields, FieldSpec.SECOND) : onlyZero();
        minutes = mask(fields, FieldSpec.MINUTE);
        hours = mask(fields, FieldSpec.HOUR);
        months = mask(fields, FieldSpec.MONTH);
        years = fields.containsKey(CronFieldName.YEAR) ? years(fields) : null;
        dayOfMonth = DayField.ofMonth(expression(fields, CronFieldName.DAY_OF_MONTH));
        dayOfWeek = DayField.ofWeek(expression(fields, CronFieldName.DAY_OF_WEEK), dialect.sunday());
        eitherDay = dialect.eitherDay() && !dayOfMonth.starred() && !dayOfWeek.starred();
        interval = FieldMask.isInterval(expression(fields, CronFieldName.MINUTE))
                || FieldMask.isInterval(expression(fields, CronFieldName.HOUR));
    }

    static LocalCron of(Dialect dialect, Cron cron) {
        return new LocalCron(dialect, cron.retrieveFieldsAsMap());
    }

    /** Whether it runs every so many minutes or hours rather than at fixed times, by the way its minute and hour are written. */
    boolean isInterval() {
        return interval;
    }

    /** Whether no hour of the day is left out. */
    boolean isEveryHour() {
        return hours.cardinality() == 24;
    }

    /** The first time not before {@code from}, which has whole seconds; null when there is none. */
    @Nullable
    LocalDateTime nextOrSame(LocalDateTime from) {
        LocalDate day = from.toLocalDate();
        if (matches(day)) {
            LocalTime time = timeNotBefore(from.toLocalTime());
            if (time != null) {
                return day.atTime(time);
            }
        }
        LocalDate next = dayAfter(day);
        return next == null ? null : next.atTime(hours.nextSetBit(0), minutes.nextSetBit(0), seconds.nextSetBit(0));
    }

    private @Nullable LocalDate dayAfter(LocalDate day) {
        LocalDate date = day.plusDays(1);
        int lastYear = (years == null ? date.getYear() : years.nextSetBit(date.getYear())) + HORIZON_YEARS;
        while (date.getYear() <= lastYear) {
            if (years != null && !years.get(date.getYear())) {
                int year = years.nextSetBit(date.getYear());
                if (year < 0) {
                    return null;
                }
                date = LocalDate.of(year, 1, 1);
            } else if (!months.get(date.getMonthValue())) {
                date = date.withDayOfMonth(1).plusMonths(1);
            } else if (matchesDay(date)) {
                return date;
            } else {
                date = date.plusDays(1);
            }
        }
        return null;
    }

    private boolean matches(LocalDate date) {
        return (years == null || years.get(date.getYear())) && months.get(date.getMonthValue()) && matchesDay(date);
    }

    private boolean matchesDay(LocalDate date) {
        return eitherDay
                ? dayOfMonth.matches(date) || dayOfWeek.matches(date)
                : dayOfMonth.matches(date) && dayOfWeek.matches(date);
    }

    private @Nullable LocalTime timeNotBefore(LocalTime from) {
        int hour = hours.nextSetBit(from.getHour());
        if (hour < 0) {
            return null;
        }
        if (hour > from.getHour()) {
            return LocalTime.of(hour, minutes.nextSetBit(0), seconds.nextSetBit(0));
        }
        int minute = minutes.nextSetBit(from.getMinute());
        int second = seconds.nextSetBit(minute == from.getMinute() ? from.getSecond() : 0);
        if (minute >= 0 && second < 0) {
            minute = minutes.nextSetBit(minute + 1);
            second = seconds.nextSetBit(0);
        }
        if (minute >= 0) {
            return LocalTime.of(hour, minute, second);
        }
        int laterHour = hours.nextSetBit(hour + 1);
        return laterHour < 0 ? null : LocalTime.of(laterHour, minutes.nextSetBit(0), seconds.nextSetBit(0));
    }

    private static BitSet mask(Map<CronFieldName, CronField> fields, FieldSpec spec) {
        return FieldMask.of(expression(fields, spec.id()), spec.min(), spec.max());
    }

    /** Null when any year will do: the dialect ends in 2099, time does not. */
    private static @Nullable BitSet years(Map<CronFieldName, CronField> fields) {
        BitSet mask = mask(fields, FieldSpec.YEAR);
        boolean any = mask.cardinality() == FieldSpec.YEAR.max() - FieldSpec.YEAR.min() + 1;
        return any ? null : mask;
    }

    private static FieldExpression expression(Map<CronFieldName, CronField> fields, CronFieldName name) {
        CronField field = fields.get(name);
        if (field == null) {
            throw new IllegalStateException("No " + name);
        }
        return field.getExpression();
    }

    private static BitSet onlyZero() {
        BitSet zero = new BitSet(1);
        zero.set(0);
        return zero;
    }
}
