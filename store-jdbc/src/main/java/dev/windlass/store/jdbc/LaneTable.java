package dev.windlass.store.jdbc;

import dev.windlass.job.JobSpec;
import dev.windlass.job.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of the queue, one for each (queue, type, priority) that was ever used. Type and queue are part of the lane so that a claim
 * never reads a job that it may not take, however many of them wait. A claim looks at the head of each lane, so lanes that nobody has
 * used for a while are retired until somebody uses them again; they are never deleted. Thread-safe.
 */
final class LaneTable {

    /** Who uses a lane says so once in this time. */
    private static final Duration USE_NOTED = Duration.ofMinutes(1);

    /** Far longer than a submission takes from asking for its lane to its commit. */
    static final Duration RETIRED_AFTER = Duration.ofMinutes(15);

    /** Within it a lane cannot have been retired since somebody used it, whatever is late. */
    private static final Duration SURELY_OPEN = RETIRED_AFTER.dividedBy(2);

    private static final int MOST_REMEMBERED = 10_000;

    /**
     * So many lanes may be open. A job for one more is refused like one that finds the queue full, until others have been unused for a while:
     * a claim looks at each open lane, so that clients who make up queue names would make all claims slow.
     */
    static final int MOST_OPEN = 10_000;

    /** Processes that make lanes side by side, and jobs that get another priority, may go beyond; twice as many are looked at. */
    static final String OPEN =
            "(SELECT * FROM windlass_lane WHERE retired = false ORDER BY id LIMIT " + 2 * MOST_OPEN + ")";

    private static final String SELECT = "SELECT id, queue, type, rnk FROM windlass_lane";
    private static final String OF_KEY = " WHERE queue = :queue AND type = :type AND rnk = :rank";

    private static final String INSERT = """
            INSERT INTO windlass_lane (queue, type, rnk, used_at, retired)
            SELECT i.queue, i.type, i.rnk, {now}, false FROM (SELECT CAST(:queue AS varchar) AS queue,
                CAST(:type AS varchar) AS type, CAST(:rank AS smallint) AS rnk) AS i
            WHERE NOT EXISTS (
                SELECT 1 FROM windlass_lane l WHERE l.queue = i.queue AND l.type = i.type AND l.rnk = i.rnk)""";

    /** Times are the server's, since a process whose clock is slow must not seem to have used nothing for long. */
    private static final String NOTE_USE = "UPDATE windlass_lane SET used_at = {now}, retired = false WHERE id = :id";

    /** @param rank 9 - priority: lower ranks go first */
    record Lane(int id, String queue, String type, int rank) {

        int priority() {
            return JobSpec.HIGHEST_PRIORITY - rank;
        }

        private LaneKey key() {
            return new LaneKey(queue, type, rank);
        }
    }

    /** @param notedAt when its use was last noted, in microseconds of this process */
    private record Used(Lane lane, long notedAt) {}

    private final Database database;
    private final Map<LaneKey, Used> used = new ConcurrentHashMap<>();
    private final Map<Integer, Lane> byId = new ConcurrentHashMap<>();

    /** Used in transactions of others, which is still to be noted. */
    private final Set<LaneKey> unnoted = ConcurrentHashMap.newKeySet();

    LaneTable(Database database) {
        this.database = database;
    }

    /**
     * Makes the job's lane when there is none, and notes now and then that it is used; before the transaction that uses it.
     *
     * @return false when that would be a lane too many
     */
    boolean prepare(JobSpec job) {
        return prepare(job.queue(), job.type(), job.priority());
    }

    boolean prepare(String queue, String type, int priority) {
        LaneKey key = LaneKey.of(queue, type, priority);
        Used known = used.get(key);
        long age = age(known);
        if (age <= Micros.of(USE_NOTED)) {
            return true;
        }
        if (age > Micros.of(SURELY_OPEN) && database.read(handle -> isOneTooMany(handle, key))) {
            return false;
        }
        note(key, known);
        return true;
    }

    /**
     * As {@link #prepare(JobSpec)}, within a transaction of somebody else, and by its connection: whoever has one of a pool and waits for a
     * second may wait for others that do the same. The use is noted later, by {@link #noteUses}. Only a lane that never was is made on a
     * connection of its own: it has to outlive a rollback, and before a commit all others that want it would wait.
     */
    boolean join(Handle theirs, JobSpec job) {
        LaneKey key = LaneKey.of(job);
        long age = age(used.get(key));
        if (age > Micros.of(SURELY_OPEN)) {
            if (isOneTooMany(theirs, key)) {
                return false;
            }
            remember(notNoted(find(theirs, key).orElseGet(() -> makeApart(key))));
        }
        if (age > Micros.of(USE_NOTED)) {
            unnoted.add(key);
        }
        return true;
    }

    private Lane makeApart(LaneKey key) {
        try {
            return make(key);
        } catch (StoreException e) {
            throw new StoreException(
                    "The first job of type " + key.type() + " in queue " + key.queue() + " with priority "
                            + key.priority()
                            + " takes a second connection for a moment, besides that of the transaction. "
                            + e.getMessage(),
                    e,
                    e.isTransient());
        }
    }

    /** Notes what was used in transactions of others; what fails is noted the next time. */
    void noteUses() {
        for (LaneKey key : List.copyOf(unnoted)) {
            note(key, used.get(key));
            unnoted.remove(key);
        }
    }

    private long age(@Nullable Used known) {
        return known == null ? Long.MAX_VALUE : Math.abs(database.clock().now() - known.notedAt);
    }

    private Used notNoted(Lane lane) {
        return new Used(lane, database.clock().now() - Micros.of(USE_NOTED) - 1);
    }

    private static boolean isOneTooMany(Handle handle, LaneKey key) {
        return find(handle, OF_KEY + " AND retired = false", key::bind).isEmpty() && isFull(handle);
    }

    private static boolean isFull(Handle handle) {
        return handle.createQuery(
                                "SELECT count(*) FROM (SELECT 1 FROM windlass_lane WHERE retired = false LIMIT :limit) l")
                        .bind("limit", MOST_OPEN)
                        .mapTo(Integer.class)
                        .one()
                >= MOST_OPEN;
    }

    int idOf(JobSpec job) {
        return idOf(job.queue(), job.type(), job.priority());
    }

    /** Of a lane that was prepared; a use that is a little old is not noted here, within somebody's transaction. */
    int idOf(String queue, String type, int priority) {
        LaneKey key = LaneKey.of(queue, type, priority);
        Used known = used.get(key);
        return (known == null ? note(key, null) : known).lane.id();
    }

    private Used note(LaneKey key, @Nullable Used known) {
        long now = database.clock().now();
        Lane lane = known == null ? findOrMake(key) : known.lane;
        database.writeAtOnce(handle -> handle.createUpdate(NOTE_USE)
                .bind("now", now)
                .bind("id", lane.id())
                .execute());
        Used use = new Used(lane, now);
        remember(use);
        return use;
    }

    Lane byId(int id) {
        Lane known = byId.get(id);
        if (known == null) {
            known = database.read(handle -> find(handle, " WHERE id = :id", query -> query.bind("id", id)))
                    .orElseThrow(() -> new IllegalStateException("There is no lane " + id));
            byId.put(id, known);
        }
        return known;
    }

    private void remember(Used use) {
        if (used.size() > MOST_REMEMBERED) {
            used.clear();
            byId.clear();
        }
        used.put(use.lane.key(), use);
        byId.put(use.lane.id(), use.lane);
    }

    private Lane findOrMake(LaneKey key) {
        return find(key).orElseGet(() -> make(key));
    }

    private Lane make(LaneKey key) {
        try {
            database.write(handle -> key.bind(handle.createUpdate(INSERT))
                    .bind("now", database.clock().now())
                    .execute());
        } catch (StoreException e) {
            // Another process may have made it at the same time.
            return find(key).orElseThrow(() -> e);
        }
        return find(key).orElseThrow(() -> new IllegalStateException("There is no lane " + key));
    }

    private Optional<Lane> find(LaneKey key) {
        return database.read(handle -> find(handle, key));
    }

    private static Optional<Lane> find(Handle handle, LaneKey key) {
        return find(handle, OF_KEY, key::bind);
    }

    private static Optional<Lane> find(Handle handle, String where, UnaryOperator<Query> binder) {
        return binder.apply(handle.createQuery(SELECT + where))
                .map(rows -> new Lane(rows.getInt(1), rows.getString(2), rows.getString(3), rows.getInt(4)))
                .findOne();
    }

    /** The lanes that jobs may be in, as they are stored now. */
    List<Lane> open() {
        return database.read(handle -> handle.createQuery("SELECT id, queue, type, rnk FROM " + OPEN + " l")
                .map(rows -> new Lane(rows.getInt(1), rows.getString(2), rows.getString(3), rows.getInt(4)))
                .list());
    }
}
