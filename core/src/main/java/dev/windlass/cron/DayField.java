package dev.windlass.cron;

import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * One of the two day fields.
 *
 * @param starred whether it is no restriction in the eyes of crontab(5)
 * @param plain the days that are listed by number
 * @param number what a date is looked up by in {@code plain}
 * @param special the items with {@code L}, {@code W} or {@code #}
 */
record DayField(boolean starred, BitSet plain, ToIntFunction<LocalDate> number, List<Predicate<LocalDate>> special) {

    static DayField ofMonth(FieldExpression expression) {
        return new DayField(
                FieldMask.isStarred(expression),
                FieldMask.of(expression, 1, 31),
                LocalDate::getDayOfMonth,
                specials(expression).map(DayField::inMonth).toList());
    }

    /** @param sunday the number of Sunday in its dialect; 7 is Sunday too where it is 0 */
    static DayField ofWeek(FieldExpression expression, int sunday) {
        BitSet written = FieldMask.of(expression, sunday, 7, 7);
        BitSet iso = new BitSet(8);
        written.stream().forEach(value -> iso.set(isoDay(value, sunday)));
        return new DayField(
                FieldMask.isStarred(expression),
                iso,
                date -> date.getDayOfWeek().getValue(),
                specials(expression).map(on -> inWeek(on, sunday)).toList());
    }

    boolean matches(LocalDate date) {
        return plain.get(number.applyAsInt(date)) || special.stream().anyMatch(item -> item.test(date));
    }

    private static Stream<On> specials(FieldExpression expression) {
        return FieldMask.items(expression).stream()
                .filter(On.class::isInstance)
                .map(On.class::cast)
                .filter(on -> !FieldMask.isPlain(on));
    }

    private static int isoDay(int value, int sunday) {
        int sinceSunday = (value - sunday) % 7;
        return sinceSunday == 0 ? 7 : sinceSunday;
    }

    private static Predicate<LocalDate> inMonth(On on) {
        int day = on.getTime().getValue();
        return switch (on.getSpecialChar().getValue()) {
            case L -> {
                int before = Math.max(0, on.getNth().getValue());
                yield date -> date.getDayOfMonth() == date.lengthOfMonth() - before;
            }
            case LW -> date -> date.getDayOfMonth() == nearestWeekday(date, date.lengthOfMonth());
            case W -> date -> day <= date.lengthOfMonth() && date.getDayOfMonth() == nearestWeekday(date, day);
            case HASH, QUESTION_MARK, NONE -> throw new IllegalStateException("Not a day of month: " + on.asString());
        };
    }

    /** Monday to Friday, as near as can be to a day, in the same month. */
    private static int nearestWeekday(LocalDate month, int day) {
        DayOfWeek weekday = month.withDayOfMonth(day).getDayOfWeek();
        return switch (weekday) {
            case SATURDAY -> day == 1 ? 3 : day - 1;
            case SUNDAY -> day == month.lengthOfMonth() ? day - 2 : day + 1;
            case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> day;
        };
    }

    private static Predicate<LocalDate> inWeek(On on, int sunday) {
        int value = on.getTime().getValue();
        return switch (on.getSpecialChar().getValue()) {
            case L ->
                value < 0
                        ? date -> date.getDayOfWeek() == DayOfWeek.SATURDAY
                        : date -> date.equals(
                                date.with(TemporalAdjusters.lastInMonth(DayOfWeek.of(isoDay(value, sunday)))));
            case HASH -> {
                DayOfWeek weekday = DayOfWeek.of(isoDay(value, sunday));
                int nth = on.getNth().getValue();
                yield date -> date.getDayOfWeek() == weekday && (date.getDayOfMonth() - 1) / 7 + 1 == nth;
            }
            case W, LW, QUESTION_MARK, NONE -> throw new IllegalStateException("Not a weekday: " + on.asString());
        };
    }
}
