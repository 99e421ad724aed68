package dev.windlass.cron;

import dev.windlass.job.InvalidRequestException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is wrong with a cron expression and says where. cron-utils reports the value but not the field, reads some typing errors
 * as something else, and combines expressions at {@code |}; what passes here it reads as meant.
 */
final class SyntaxCheck {

    private static final int MAX_LENGTH = 200;
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern ITEM = Pattern.compile("(\\*|\\?|[A-Z0-9#]+(?:-[A-Z0-9]+)?)(?:/([0-9]{1,4}))?");
    private static final Pattern VALUE = Pattern.compile("([0-9]{1,4})|([A-Z]{3})");
    /** {@code L}, {@code LW}, {@code L-3}, {@code 15W}, {@code 5L}, {@code FRIL}, {@code FRI#2}. */
    private static final Pattern EXTRA =
            Pattern.compile("\\?|LW|L(?:-([0-9]{1,2}))?|([0-9]{1,4}|[A-Z]{3})(?:[LW]|#([1-5]))");

    private SyntaxCheck() {}

    static InvalidRequestException wrong(String detail) {
        return new InvalidRequestException("/cron", detail);
    }

    /** @param text upper-case, without space around it */
    static void check(Dialect dialect, String text) {
        if (text.length() > MAX_LENGTH) {
            throw wrong("must have at most " + MAX_LENGTH + " characters, but has " + text.length());
        }
        String[] fields = text.isEmpty() ? new String[0] : SPACES.split(text);
        List<FieldSpec> specs = dialect.fields();
        if (fields.length > specs.size() || fields.length < specs.size() - dialect.optional()) {
            throw wrong(counted(dialect, fields.length));
        }
        for (int i = 0; i < fields.length; i++) {
            for (String item : fields[i].split(",", -1)) {
                checkItem(specs.get(i), item);
            }
        }
        if (dialect.optional() > 0 && (fields[3].equals("?") == fields[5].equals("?"))) {
            throw wrong("in a Quartz expression, exactly one of day of month and day of week must be ?");
        }
    }

    private static String counted(Dialect dialect, int found) {
        List<FieldSpec> specs = dialect.fields();
        int least = specs.size() - dialect.optional();
        String expected = least == specs.size() ? "" + least : least + " or " + specs.size();
        String names = String.join(", ", specs.stream().map(FieldSpec::label).toList());
        return "must have " + expected + " fields (" + names + "), but has " + found;
    }

    private static void checkItem(FieldSpec spec, String item) {
        Matcher matcher = ITEM.matcher(item);
        if (!matcher.matches()) {
            throw wrong(
                    spec.label() + (item.isEmpty() ? " has an empty list item" : " cannot be read: `" + item + "`"));
        }
        String base = matcher.group(1);
        String step = matcher.group(2);
        checkStep(spec, step);
        Matcher extra = EXTRA.matcher(base);
        if (spec.extras() && extra.matches() && step == null) {
            checkExtra(spec, extra);
        } else if (!base.equals("*")) {
            checkRange(spec, base);
        }
    }

    private static void checkStep(FieldSpec spec, @Nullable String step) {
        int most = spec == FieldSpec.YEAR ? spec.max() - spec.min() : spec.max();
        if (step != null && (Integer.parseInt(step) < 1 || Integer.parseInt(step) > most)) {
            throw wrong("the step of " + spec.label() + " must be 1–" + most + ", but is " + step);
        }
    }

    private static void checkExtra(FieldSpec spec, Matcher extra) {
        String before = extra.group(1);
        if (before != null && Integer.parseInt(before) > 30) {
            throw wrong("L-" + before + " lies before the month, at most L-30");
        }
        if (extra.group(2) != null) {
            checkValue(spec, extra.group(2));
        }
    }

    private static void checkRange(FieldSpec spec, String base) {
        for (String end : base.split("-", -1)) {
            checkValue(spec, end);
        }
    }

    private static void checkValue(FieldSpec spec, String value) {
        Matcher matcher = VALUE.matcher(value);
        boolean good = matcher.matches()
                && (matcher.group(1) == null
                        ? spec.names().contains(value)
                        : Integer.parseInt(value) >= spec.min() && Integer.parseInt(value) <= spec.max());
        if (!good) {
            throw wrong(spec.label() + " must be " + spec.range() + ", but is " + value);
        }
    }
}
