package dev.windlass.store.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where jobs wait: {@code windlass_ready} when they are due, {@code windlass_waiting} when they are delayed or back off. A job that is
 * taken out by id is locked first, so that a claim and a cancel never both have it.
 */
final class WaitingTables {

    private final Database database;
    private final Watermarks watermarks;
    private final WakeTimes wakes;

    WaitingTables(Database database, Watermarks watermarks, WakeTimes wakes) {
        this.database = database;
        this.watermarks = watermarks;
        this.wakes = wakes;
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
            wakes.added(place.wakeAt());
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
