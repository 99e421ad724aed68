package dev.windlass.cron;

import dev.windlass.job.DstPolicy;
import dev.windlass.job.DstPolicy.Gap;
import dev.windlass.job.DstPolicy.Repeat;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The independent reckoning: it looks at every minute of a zone's wall clock and asks whether a five-field cron names it. It shares no
 * code with the planner and does not use cron-utils; it knows clock changes only from what the wall clock shows.
 */
final class LocalReckoning {

    /** A cron as five tests of a number. */
    record Cron(boolean[] minute, boolean[] hour, boolean[] day, boolean[] month, boolean[] weekday, boolean either) {

        static Cron of(String text) {
            String[] f = text.split(" ");
            return new Cron(
                    bits(f[0], 0, 59),
                    bits(f[1], 0, 23),
                    bits(f[2], 1, 31),
                    bits(f[3], 1, 12),
                    bits(f[4], 0, 6),
                    !f[2].startsWith("*") && !f[4].startsWith("*"));
        }

        boolean names(LocalDateTime t) {
            if (!minute[t.getMinute()] || !hour[t.getHour()] || !month[t.getMonthValue()]) {
                return false;
            }
            boolean byDay = day[t.getDayOfMonth()];
            boolean byWeekday = weekday[t.getDayOfWeek().getValue() % 7];
            return either ? byDay || byWeekday : byDay && byWeekday;
        }

        boolean everyHour() {
            return IntStream.range(0, 24).allMatch(h -> hour[h]);
        }

        private static boolean[] bits(String field, int min, int max) {
            boolean[] bits = new boolean[max + 1];
            for (String item : field.split(",")) {
                String[] parts = item.split("/");
                String[] ends = parts[0].split("-");
                boolean star = parts[0].equals("*");
                int from = star ? min : Integer.parseInt(ends[0]);
                int to = star ? max : ends.length > 1 ? Integer.parseInt(ends[1]) : parts.length > 1 ? max : from;
                for (int v = from; v <= to; v += parts.length > 1 ? Integer.parseInt(parts[1]) : 1) {
                    bits[v] = true;
                }
            }
            return bits;
        }
    }

    /** A schedule to be reckoned, and what was found. */
    record Case(String text, Cron cron, boolean interval, DstPolicy dst, List<Instant> fires) {

        static Case of(String text, boolean interval, DstPolicy dst) {
            return new Case(text, Cron.of(text), interval, dst, new ArrayList<>());
        }

        boolean makesUp() {
            return dst.gap() == Gap.RUN_AFTER && !cron.everyHour();
        }
    }

    private LocalReckoning() {}

    /** Looks at the minutes in {@code (from, to]} and notes in each case when it must fire. */
    static void reckon(List<Case> cases, ZoneId zone, Instant from, Instant to) {
        ZoneRules rules = zone.getRules();
        LocalDateTime before = from.atZone(zone).toLocalDateTime();
        for (long second = from.getEpochSecond() + 60; second <= to.getEpochSecond(); second += 60) {
            Instant instant = Instant.ofEpochSecond(second);
            ZoneOffset offset = rules.getOffset(instant);
            LocalDateTime shown = LocalDateTime.ofEpochSecond(second, 0, offset);
            boolean jumped = shown.isAfter(before.plusMinutes(1));
            for (Case one : cases) {
                if (jumped && one.makesUp() && namesBetween(one.cron, before, shown)
                        || one.cron.names(shown) && counts(rules, shown, offset, one.interval, one.dst)) {
                    one.fires.add(instant);
                }
            }
            before = shown;
        }
    }

    private static boolean namesBetween(Cron cron, LocalDateTime before, LocalDateTime shown) {
        for (LocalDateTime t = before.plusMinutes(1); t.isBefore(shown); t = t.plusMinutes(1)) {
            if (cron.names(t)) {
                return true;
            }
        }
        return false;
    }

    private static boolean counts(
            ZoneRules rules, LocalDateTime shown, ZoneOffset offset, boolean interval, DstPolicy dst) {
        if (interval || dst.overlap() == Repeat.BOTH) {
            return true;
        }
        // The same reading at another time of the same day: an hour or so earlier, or later.
        boolean shownBefore = isShownAgain(rules, shown, offset, -1);
        boolean shownLater = isShownAgain(rules, shown, offset, 1);
        return dst.overlap() == Repeat.FIRST ? !shownBefore : !shownLater;
    }

    private static boolean isShownAgain(ZoneRules rules, LocalDateTime shown, ZoneOffset offset, int direction) {
        long second = shown.toEpochSecond(offset);
        for (int minutes : new int[] {20, 30, 40, 60, 120}) {
            Instant other = Instant.ofEpochSecond(second + direction * minutes * 60L);
            if (LocalDateTime.ofEpochSecond(other.getEpochSecond(), 0, rules.getOffset(other))
                    .equals(shown)) {
                return true;
            }
        }
        return false;
    }
}
