package dev.windlass.cron;

import com.cronutils.model.field.expression.Always;
import com.cronutils.model.field.expression.And;
import com.cronutils.model.field.expression.Between;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import com.cronutils.model.field.expression.QuestionMark;
import com.cronutils.model.field.value.FieldValue;
import com.cronutils.model.field.value.SpecialChar;
import java.util.BitSet;
import java.util.List;

/** The values of a field as a set of bits, so that matching a date costs nothing and cannot loop. */
final class FieldMask {

    private FieldMask() {}

    /** The plain values of a field; what the {@code L W #} items of it mean is left out. */
    static BitSet of(FieldExpression expression, int min, int max) {
        return of(expression, min, max, max - min + 1);
    }

    /** @param cycle after how many values it begins again; 7 for days of the week, of which two can be Sunday */
    static BitSet of(FieldExpression expression, int min, int max, int cycle) {
        BitSet values = new BitSet(max + 1);
        for (FieldExpression item : items(expression)) {
            add(values, item, min, max, cycle);
        }
        return values;
    }

    /** The members of a list, or the only one. */
    static List<FieldExpression> items(FieldExpression expression) {
        return expression instanceof And list ? list.getExpressions() : List.of(expression);
    }

    /** Whether it is written as every value or every so many: {@code *}, {@code *}{@code /20}, {@code 5/20}. */
    static boolean isInterval(FieldExpression expression) {
        return expression instanceof Always
                || (expression instanceof Every every && !(every.getExpression() instanceof Between));
    }

    /** Whether it is written with a leading star, or as {@code ?}: no restriction in the eyes of crontab(5). */
    static boolean isStarred(FieldExpression expression) {
        FieldExpression first = items(expression).get(0);
        return first instanceof Always
                || first instanceof QuestionMark
                || (first instanceof Every every && every.getExpression() instanceof Always);
    }

    static boolean isPlain(On on) {
        return on.getSpecialChar().getValue() == SpecialChar.NONE;
    }

    private static void add(BitSet values, FieldExpression item, int min, int max, int cycle) {
        if (item instanceof Always || item instanceof QuestionMark) {
            values.set(min, max + 1);
        } else if (item instanceof On on) {
            if (isPlain(on)) {
                values.set(on.getTime().getValue());
            }
        } else if (item instanceof Between range) {
            addRange(values, range, 1, max, cycle);
        } else if (item instanceof Every every) {
            addSteps(values, every, min, max, cycle);
        } else {
            throw new IllegalStateException("Unknown cron item " + item);
        }
    }

    private static void addSteps(BitSet values, Every every, int min, int max, int cycle) {
        int step = every.getPeriod().getValue();
        FieldExpression base = every.getExpression();
        if (base instanceof Between range) {
            addRange(values, range, step, max, cycle);
        } else {
            int from = base instanceof On on ? on.getTime().getValue() : min;
            for (int value = from; value <= max; value += step) {
                values.set(value);
            }
        }
    }

    /** A range whose end lies before its start goes round: {@code 22-2} is 22, 23, 0, 1, 2. */
    private static void addRange(BitSet values, Between range, int step, int max, int cycle) {
        int from = number(range.getFrom());
        int to = number(range.getTo());
        int last = to < from ? to + cycle : to;
        for (int value = from; value <= last; value += step) {
            values.set(value > max ? value - cycle : value);
        }
    }

    private static int number(FieldValue<?> value) {
        return (Integer) value.getValue();
    }
}
