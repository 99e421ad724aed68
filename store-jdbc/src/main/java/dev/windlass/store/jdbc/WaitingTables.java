package dev.windlass.store.jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where jobs wait: {@code windlass_ready} when they are due, {@code windlass_waiting} when they are delayed or back off. A job that is
 * taken out by id is locked first, so that a claim and a cancel never both have it.
 */
final class WaitingTables {

    private static final int PROMOTED_AT_ONCE = 1_000;

    private static final String PROMOTE_POSTGRESQL = """
            WITH due AS MATERIALIZED (
                SELECT ctid AS tid FROM windlass_waiting WHERE wake_at <= (SELECT {now})
                ORDER BY wake_at, job_id LIMIT :limit FOR UPDATE SKIP LOCKED),
            gone AS (
                DELETE FROM windlass_waiting WHERE ctid = ANY(ARRAY(SELECT tid FROM due)) RETURNING %1$s)
            INSERT INTO windlass_ready (%1$s) SELECT %1$s FROM gone RETURNING lane, due_at, job_id""".formatted(Place.COLUMNS);

    private final Database database;
    private final Watermarks watermarks;

    WaitingTables(Database database, Watermarks watermarks) {
        this.database = database;
        this.watermarks = watermarks;
    }

    /** Those that are due where claims look; all that a process whose clock may be fast cannot tell wait, to be moved by the server's. */
    void insert(Handle handle, Collection<Place> places) {
        long now = database.clock().isSure() ? database.clock().now() : Long.MIN_VALUE;
        List<Place> ready = new ArrayList<>();
        List<Place> waiting = new ArrayList<>();
        places.forEach(place -> (place.wakeAt() > now ? waiting : ready).add(place));
        insertReady(handle, ready);
        insertWaiting(handle, waiting);
    }

    /** These are about to be put where claims look, by another statement. */
    void added(Collection<Place> places) {
        places.forEach(place -> watermarks.added(place.lane(), place.dueAt()));
    }

    void insertReady(Handle handle, Collection<Place> places) {
        Rows rows = rows();
        for (Place place : places) {
            add(rows, place, 0);
            watermarks.added(place.lane(), place.dueAt());
        }
        rows.insertInto(handle, "windlass_ready");
    }

    private void insertWaiting(Handle handle, Collection<Place> places) {
        Rows rows = rows("wake_at bigint");
        for (Place place : places) {
            add(rows, place, place.wakeAt());
            watermarks.wakes(place.wakeAt());
        }
        rows.insertInto(handle, "windlass_waiting");
    }

    private static Rows rows(String... more) {
        List<String> columns = new ArrayList<>(List.of(
                "job_id uuid",
                "lane integer",
                "due_at bigint",
                "created_at bigint",
                "fence bigint",
                "attempts integer",
                "starts integer",
                "lost_starts integer",
                "states_sent integer",
                "not_before bigint",
                "cancel_at bigint",
                "cancel_reason varchar"));
        columns.addAll(List.of(more));
        return new Rows(columns.toArray(String[]::new));
    }

    private static void add(Rows rows, Place place, long wakeAt) {
        rows.add(
                place.jobId(),
                place.lane(),
                place.dueAt(),
                place.createdAt(),
                place.fence(),
                place.attempts(),
                place.starts(),
                place.lostStarts(),
                place.statesSent(),
                place.notBefore(),
                place.cancelAt(),
                place.cancelReason(),
                wakeAt);
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

    /** Whether jobs may have to be moved. A look costs one probe of an index, and is spared while none can be due. */
    boolean mayBeDue() {
        long now = database.clock().now();
        if (watermarks.isKnownToWake(now) || !watermarks.mayWake(now)) {
            return watermarks.isKnownToWake(now);
        }
        long next = database.read(handle -> handle.createQuery("SELECT min(wake_at) FROM windlass_waiting")
                .map(rows -> Optional.ofNullable(Get.longOrNull(rows, 1)))
                .one()
                .orElse(Long.MAX_VALUE));
        watermarks.nextWake(next);
        return next <= database.clock().now();
    }

    /** Moves a thousand of those that are due. @return which ones */
    List<UUID> promote(Handle handle) {
        List<UUID> moved = database.dialect().isShared() ? promotePostgres(handle) : promoteSimply(handle);
        if (isAll(moved)) {
            watermarks.woken();
        }
        return moved;
    }

    /** Whether nothing else was due when these were moved. */
    static boolean isAll(List<UUID> moved) {
        return moved.size() < PROMOTED_AT_ONCE;
    }

    /** Whether no delayed job is due, as far as this process knows. */
    boolean isAsleep() {
        return watermarks.isAsleep(database.clock().now());
    }

    /** The first delayed job was seen to be due then; null when there is none. */
    void looked(@Nullable Instant next) {
        if (next == null || Micros.of(next) > database.clock().now()) {
            watermarks.nextWake(next == null ? Long.MAX_VALUE : Micros.of(next));
        }
    }

    private List<UUID> promotePostgres(Handle handle) {
        return handle.createQuery(PROMOTE_POSTGRESQL)
                .bind("limit", PROMOTED_AT_ONCE)
                .bind("now", database.clock().now())
                .map(rows -> {
                    watermarks.added(rows.getInt(1), rows.getLong(2));
                    return Get.id(rows, 3);
                })
                .list();
    }

    private List<UUID> promoteSimply(Handle handle) {
        List<Place> due = handle.createQuery("SELECT " + Place.COLUMNS + " FROM windlass_waiting WHERE wake_at <= :now"
                        + " ORDER BY wake_at, job_id LIMIT :limit")
                .bind("now", database.clock().now())
                .bind("limit", PROMOTED_AT_ONCE)
                .map(rows -> Place.read(rows, 1))
                .list();
        List<UUID> ids = due.stream().map(Place::jobId).toList();
        handle.createUpdate("DELETE FROM windlass_waiting WHERE job_id = ANY(:ids)")
                .bindArray("ids", UUID.class, ids)
                .execute();
        insertReady(handle, due);
        return ids;
    }

    /** Finds the job and locks its row, which {@link #delete} then removes. */
    Optional<Place> lock(Handle handle, UUID jobId) {
        Optional<Place> ready = handle.createQuery(
                        "SELECT " + qualified("q") + " FROM windlass_ready q JOIN windlass_job j"
                                + " ON q.lane = j.lane AND q.due_at = j.due_at AND q.job_id = j.id WHERE j.id = :id")
                .bind("id", jobId)
                .map(rows -> Place.read(rows, 1))
                .findOne()
                .filter(place -> lockReady(handle, place));
        return ready.isPresent() ? ready : lockWaiting(handle, jobId);
    }

    /** Apart from the search, since H2 locks no joined rows. */
    private boolean lockReady(Handle handle, Place place) {
        return handle.createQuery("SELECT starts FROM windlass_ready"
                        + " WHERE lane = :lane AND due_at = :due AND job_id = :id FOR UPDATE")
                .bind("lane", place.lane())
                .bind("due", place.dueAt())
                .bind("id", place.jobId())
                .mapTo(Integer.class)
                .findOne()
                .filter(starts -> starts == place.starts())
                .isPresent();
    }

    private static Optional<Place> lockWaiting(Handle handle, UUID jobId) {
        return handle.createQuery("SELECT " + Place.COLUMNS + " FROM windlass_waiting WHERE job_id = :id FOR UPDATE")
                .bind("id", jobId)
                .map(rows -> Place.read(rows, 1))
                .findOne();
    }

    private static String qualified(String table) {
        return table + "." + Place.COLUMNS.replace(", ", ", " + table + ".");
    }

    void delete(Handle handle, Place place) {
        int ready = handle.createUpdate(
                        "DELETE FROM windlass_ready WHERE lane = :lane AND due_at = :due AND job_id = :id")
                .bind("lane", place.lane())
                .bind("due", place.dueAt())
                .bind("id", place.jobId())
                .execute();
        if (ready == 0) {
            handle.createUpdate("DELETE FROM windlass_waiting WHERE job_id = :id")
                    .bind("id", place.jobId())
                    .execute();
        }
    }

    /** How many jobs wait, counted no further than {@code limit}. */
    long count(Handle handle, long limit) {
        return handle.createQuery("SELECT (SELECT count(*) FROM (SELECT 1 FROM windlass_ready LIMIT :limit) r)"
                        + " + (SELECT count(*) FROM (SELECT 1 FROM windlass_waiting LIMIT :limit) w)")
                .bind("limit", limit)
                .mapTo(Long.class)
                .one();
    }
}
