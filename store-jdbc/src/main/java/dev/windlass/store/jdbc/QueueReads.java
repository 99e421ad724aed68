package dev.windlass.store.jdbc;

import dev.windlass.spi.QueueStats;
import dev.windlass.spi.Upcoming;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks at the queue as a whole. */
final class QueueReads {

    private static final String NOT_PAUSED =
            "NOT EXISTS (SELECT 1 FROM windlass_paused p WHERE p.queue = l.queue OR p.queue = '')";

    private static final String PLACE = """
            SELECT l.rnk, q.due_at, q.job_id FROM windlass_job j
            JOIN windlass_ready q ON q.lane = j.lane AND q.due_at = j.due_at AND q.job_id = j.id
            JOIN windlass_lane l ON l.id = q.lane WHERE j.id = :id AND\s""" + NOT_PAUSED;

    private static final String AHEAD = """
            SELECT count(*) FROM (
                SELECT 1 FROM %s l JOIN windlass_ready q ON q.lane = l.id
                WHERE %s AND (l.rnk < :rank OR (l.rnk = :rank AND (q.due_at, q.job_id) < (:due, :id)))
                LIMIT :limit) a""".formatted(LaneTable.OPEN, NOT_PAUSED);

    private static final String COUNTS = """
            SELECT (SELECT count(*) FROM windlass_ready),
                (SELECT count(*) FROM windlass_waiting WHERE wake_at <= :at),
                (SELECT count(*) FROM windlass_waiting WHERE wake_at > :at),
                (SELECT count(*) FROM windlass_running WHERE started_at IS NULL AND NOT direct),
                (SELECT count(*) FROM windlass_running WHERE started_at IS NOT NULL),
                (SELECT min((SELECT min(q.due_at) FROM windlass_ready q WHERE q.lane = l.id)) FROM %s l),
                (SELECT min(due_at) FROM (
                    SELECT due_at FROM windlass_running WHERE started_at IS NULL AND NOT direct
                    UNION ALL SELECT due_at FROM windlass_waiting WHERE wake_at <= :at) d)""".formatted(LaneTable.OPEN);

    /** A range is read from its end by both databases; a minimum over what is not null makes H2 read all schedules. */
    private static final long EARLIEST = -Long.MAX_VALUE;

    private QueueReads() {}

    static OptionalLong position(Handle handle, UUID jobId, int limit) {
        return handle.createQuery(PLACE)
                .bind("id", jobId)
                .map(rows -> handle.createQuery(AHEAD)
                        .bind("rank", rows.getInt(1))
                        .bind("due", rows.getLong(2))
                        .bind("id", Get.id(rows, 3))
                        .bind("limit", limit)
                        .mapTo(Long.class)
                        .one())
                .findOne()
                .map(ahead -> OptionalLong.of(ahead + 1))
                .orElse(OptionalLong.empty());
    }

    /** Reads every waiting row. Says nothing of pauses. */
    static QueueStats counts(Handle handle, long now) {
        return handle.createQuery(COUNTS)
                .bind("at", now)
                .map(rows -> new QueueStats(
                        rows.getLong(1) + rows.getLong(2) + rows.getLong(4),
                        rows.getLong(3),
                        rows.getLong(5),
                        Micros.instant(earlier(Get.longOrNull(rows, 6), Get.longOrNull(rows, 7))),
                        Set.of(),
                        false))
                .one();
    }

    static QueueStats withPauses(Handle handle, QueueStats counts) {
        Set<String> paused = new HashSet<>(PauseTable.paused(handle));
        boolean all = paused.remove(PauseTable.ALL);
        return new QueueStats(counts.ready(), counts.delayed(), counts.running(), counts.oldestDueAt(), paused, all);
    }

    /**
     * @param unreadable whose schedules this process cannot fire, and so need not wake for
     * @param from when the first delayed job may be due
     */
    static Upcoming upcoming(Handle handle, Dialect dialect, Unreadable unreadable, long from) {
        List<UUID> skipped = unreadable.ids();
        return handle.createQuery("SELECT (" + DelayedJobs.NEXT + "),"
                        + " (SELECT next_fire_at FROM windlass_resource WHERE next_fire_at >= " + EARLIEST
                        + (skipped.isEmpty() ? "" : " AND NOT (id = ANY(:ids) AND version = ANY(:versions))")
                        + " ORDER BY next_fire_at LIMIT 1), " + OutboxReads.next(dialect))
                .bind("from", from)
                .bindArray("ids", UUID.class, skipped)
                .bindArray("versions", Long.class, unreadable.versions())
                .map(rows -> new Upcoming(
                        Get.instantOrNull(rows, 1), Get.instantOrNull(rows, 2), Get.instantOrNull(rows, 3)))
                .one();
    }

    private static @Nullable Long earlier(@Nullable Long a, @Nullable Long b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return Math.min(a, b);
    }
}
