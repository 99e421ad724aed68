package dev.windlass.cron;

import dev.windlass.job.DstPolicy;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lays the local times of an expression onto the time line of a zone. It walks from one change of the offset to the next: in between,
 * local time is a straight line.
 */
final class ZoneTimes {

    private final LocalCron cron;
    private final ZoneRules rules;
    private final DstPolicy dst;

    ZoneTimes(LocalCron cron, ZoneRules rules, DstPolicy dst) {
        this.cron = cron;
        this.rules = rules;
        this.dst = dst;
    }

    @Nullable
    Instant nextAfter(Instant after) {
        Instant cursor = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        while (true) {
            if (catchesUpAt(cursor)) {
                return cursor;
            }
            ZoneOffset offset = rules.getOffset(cursor);
            ZoneOffsetTransition end = rules.nextTransition(cursor);
            LocalDateTime local = cron.nextOrSame(LocalDateTime.ofEpochSecond(cursor.getEpochSecond(), 0, offset));
            if (local == null) {
                if (end == null || !comesBack(end)) {
                    return null;
                }
                cursor = end.getInstant();
            } else if (end == null || local.toEpochSecond(offset) < end.toEpochSecond()) {
                if (fires(local, offset)) {
                    return local.toInstant(offset);
                }
                cursor = local.toInstant(offset).plusSeconds(1);
            } else {
                cursor = end.getInstant();
            }
        }
    }

    /** Whether a clock that is put back shows one of the times again after all others are over. */
    private boolean comesBack(ZoneOffsetTransition end) {
        return end.isOverlap() && cron.nextOrSame(end.getDateTimeAfter()) != null;
    }

    /** Whether the clock has just been put forward over a time that is to be made up for. */
    private boolean catchesUpAt(Instant instant) {
        if (dst.gap() == DstPolicy.Gap.SKIP || cron.isEveryHour()) {
            return false;
        }
        ZoneOffsetTransition change = rules.nextTransition(instant.minusNanos(1));
        if (change == null || !change.isGap() || !change.getInstant().equals(instant)) {
            return false;
        }
        LocalDateTime missed = cron.nextOrSame(change.getDateTimeBefore());
        return missed != null && missed.isBefore(change.getDateTimeAfter());
    }

    private boolean fires(LocalDateTime local, ZoneOffset offset) {
        if (cron.isInterval() || dst.overlap() == DstPolicy.Repeat.BOTH) {
            return true;
        }
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        if (offsets.size() < 2) {
            return true;
        }
        boolean first = offset.equals(offsets.get(0));
        return first == (dst.overlap() == DstPolicy.Repeat.FIRST);
    }
}
