package dev.windlass.store.jdbc;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds out when delayed jobs fall due, and moves those that have to where claims look. Thread-safe. */
final class DelayedJobs {

    private static final int PROMOTED_AT_ONCE = 1_000;

    /** The first in a range: both databases read it from its end, where for a minimum H2 would read all of it. */
    static final String NEXT = "SELECT wake_at FROM windlass_waiting WHERE wake_at >= :from ORDER BY wake_at LIMIT 1";

    static final String PROMOTE_POSTGRESQL = """
            WITH due AS MATERIALIZED (
                SELECT ctid AS tid FROM windlass_waiting WHERE wake_at >= :from AND wake_at <= (SELECT {now})
                ORDER BY wake_at, job_id LIMIT :limit FOR UPDATE SKIP LOCKED),
            gone AS (
                DELETE FROM windlass_waiting WHERE ctid = ANY(ARRAY(SELECT tid FROM due)) RETURNING %1$s)
            INSERT INTO windlass_ready (%1$s) SELECT %1$s FROM gone RETURNING lane, due_at, job_id, not_before""".formatted(Place.COLUMNS);

    private final Database database;
    private final WaitingTables waiting;
    private final Watermarks watermarks;
    private final WakeTimes wakes;
    private final SecondLook secondLook;

    DelayedJobs(Database database, WaitingTables waiting, Watermarks watermarks, WakeTimes wakes, Signals signals) {
        this.database = database;
        this.waiting = waiting;
        this.watermarks = watermarks;
        this.wakes = wakes;
        this.secondLook = new SecondLook(wakes::nanosToFullScan, signals);
    }

    /** Moves jobs whose time has come to where claims look, a thousand in each transaction. @return whether there were any */
    boolean promote() {
        boolean any = false;
        for (boolean all = false; !all && mayBeDue(); ) {
            List<UUID> moved = database.write(this::promote);
            all = isAll(moved);
            any |= !moved.isEmpty();
        }
        return any;
    }

    /** Whether jobs may have to be moved. If that is not known for sure, whoever asks is told of work later. */
    boolean mayBeDue() {
        boolean due = isDue();
        if (!due && wakes.mayHaveMissed()) {
            secondLook.plan();
        }
        return due;
    }

    /** A look costs one probe of an index, and is spared while none can be due. */
    private boolean isDue() {
        long now = database.clock().now();
        if (wakes.isKnownToWake(now) || !wakes.mayWake(now)) {
            return wakes.isKnownToWake(now);
        }
        long from = from();
        long next = database.read(handle -> handle.createQuery(NEXT)
                .bind("from", from)
                .mapTo(Long.class)
                .findOne()
                .orElse(WakeTimes.NEVER));
        wakes.looked(from, next);
        wakes.next(next);
        return next <= database.clock().now();
    }

    /** Where the next look for delayed jobs is to begin; {@link #looked} must follow. */
    long from() {
        return wakes.from();
    }

    /** The first delayed job was seen to be due then; null when there is none. */
    void looked(long from, @Nullable Instant next) {
        long at = next == null ? WakeTimes.NEVER : Micros.of(next);
        wakes.looked(from, at);
        if (at > database.clock().now()) {
            wakes.next(at);
        }
    }

    /** Moves a thousand of those that are due. @return which ones */
    List<UUID> promote(Handle handle) {
        List<UUID> moved = database.dialect().isShared() ? promotePostgres(handle) : promoteSimply(handle);
        if (isAll(moved)) {
            wakes.woken();
        }
        return moved;
    }

    /** Whether nothing else was due when these were moved. */
    static boolean isAll(List<UUID> moved) {
        return moved.size() < PROMOTED_AT_ONCE;
    }

    /** Whether no delayed job is due, as far as this process knows. */
    boolean isAsleep() {
        return wakes.isAsleep(database.clock().now());
    }

    private List<UUID> promotePostgres(Handle handle) {
        return handle.createQuery(PROMOTE_POSTGRESQL)
                .bind("from", wakes.low())
                .bind("limit", PROMOTED_AT_ONCE)
                .bind("now", database.clock().now())
                .map(rows -> {
                    long dueAt = rows.getLong(2);
                    watermarks.added(rows.getInt(1), dueAt);
                    wakes.moved(Math.max(dueAt, rows.getLong(4)));
                    return Get.id(rows, 3);
                })
                .list();
    }

    private List<UUID> promoteSimply(Handle handle) {
        List<Place> due = handle.createQuery("SELECT " + Place.COLUMNS + " FROM windlass_waiting"
                        + " WHERE wake_at >= :from AND wake_at <= :now ORDER BY wake_at, job_id LIMIT :limit")
                .bind("from", wakes.low())
                .bind("now", database.clock().now())
                .bind("limit", PROMOTED_AT_ONCE)
                .map(rows -> Place.read(rows, 1))
                .list();
        due.forEach(place -> wakes.moved(place.wakeAt()));
        List<UUID> ids = due.stream().map(Place::jobId).toList();
        handle.createUpdate("DELETE FROM windlass_waiting WHERE job_id = ANY(:ids)")
                .bindArray("ids", UUID.class, ids)
                .execute();
        waiting.insertReady(handle, due);
        return ids;
    }
}
