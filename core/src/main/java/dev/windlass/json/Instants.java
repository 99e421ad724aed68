package dev.windlass.json;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** RFC 3339 in UTC with milliseconds. Written by hand: a {@link DateTimeFormatter} took longer than the rest of a job's members. */
public final class Instants {

    private static final long SECONDS_PER_DAY = 86_400;
    private static final DateTimeFormatter BEYOND_FOUR_DIGITS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private Instants() {}

    /** For example {@code 2026-11-22T12:56:01.042Z}; what is finer than a millisecond is cut off. */
    public static String format(Instant instant) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(instant.getEpochSecond(), SECONDS_PER_DAY));
        if (date.getYear() < 0 || date.getYear() > 9_999) {
            return BEYOND_FOUR_DIGITS.format(instant);
        }
        int second = (int) Math.floorMod(instant.getEpochSecond(), SECONDS_PER_DAY);
        char[] out = "0000-00-00T00:00:00.000Z".toCharArray();
        digits(out, 4, date.getYear());
        digits(out, 7, date.getMonthValue());
        digits(out, 10, date.getDayOfMonth());
        digits(out, 13, second / 3_600);
        digits(out, 16, second / 60 % 60);
        digits(out, 19, second % 60);
        digits(out, 23, instant.getNano() / 1_000_000);
        return new String(out);
    }

    private static void digits(char[] out, int end, int value) {
        int rest = value;
        for (int i = end - 1; rest > 0; i--) {
            out[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
