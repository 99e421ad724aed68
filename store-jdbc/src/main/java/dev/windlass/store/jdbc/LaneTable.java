package dev.windlass.store.jdbc;

import dev.windlass.job.JobSpec;
import dev.windlass.job.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

    private static final int MOST_REMEMBERED = 10_000;
    private static final int RETIRED_AT_ONCE = 1_000;

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

    private static final String UNUSED = """
            SELECT l.id FROM windlass_lane l WHERE l.retired = false AND l.used_at < {now} - :age
                AND NOT EXISTS (SELECT 1 FROM windlass_ready q WHERE q.lane = l.id)
                AND l.id NOT IN (SELECT DISTINCT w.lane FROM windlass_waiting w)
                AND l.id NOT IN (SELECT DISTINCT r.lane FROM windlass_running r)
            ORDER BY l.id LIMIT :limit""";

    /** By ids, since H2 would look for them anew at each row. Somebody may have noted a use since they were read. */
    private static final String RETIRE =
            "UPDATE windlass_lane SET retired = true WHERE id = ANY(:ids) AND used_at < {now} - :age";

    /** For a caller's transaction that took longer to commit than anybody should. */
    private static final String REVIVE = """
            WITH RECURSIVE t(lane) AS (
                SELECT min(lane) FROM windlass_ready
                UNION ALL
                SELECT (SELECT min(q.lane) FROM windlass_ready q WHERE q.lane > t.lane) FROM t WHERE t.lane IS NOT NULL)
            SELECT t.lane FROM t JOIN windlass_lane l ON l.id = t.lane WHERE l.retired LIMIT :limit""";

    /** @param rank 9 - priority: lower ranks go first */
    record Lane(int id, String queue, String type, int rank) {

        int priority() {
            return JobSpec.HIGHEST_PRIORITY - rank;
        }

        private Key key() {
            return new Key(queue, type, rank);
        }
    }

    private record Key(String queue, String type, int rank) {

        /** By hand, as {@link #equals}: a start would wait some milliseconds for the JDK to make them. */
        @Override
        public int hashCode() {
            return (queue.hashCode() * 31 + type.hashCode()) * 31 + rank;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && rank == key.rank && type.equals(key.type) && queue.equals(key.queue);
        }
    }

    /** @param notedAt when its use was last noted, in microseconds of this process */
    private record Used(Lane lane, long notedAt) {}

    private final Database database;
    private final Map<Key, Used> used = new ConcurrentHashMap<>();
    private final Map<Integer, Lane> byId = new ConcurrentHashMap<>();

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
        Key key = new Key(queue, type, JobSpec.HIGHEST_PRIORITY - priority);
        Used known = used.get(key);
        long age = known == null ? Long.MAX_VALUE : Math.abs(database.clock().now() - known.notedAt);
        if (age <= Micros.of(USE_NOTED)) {
            return true;
        }
        boolean mayBeShut = age > Micros.of(RETIRED_AFTER) / 2;
        if (mayBeShut && isShut(key) && isFull()) {
            return false;
        }
        note(key, known);
        return true;
    }

    private boolean isShut(Key key) {
        return find(
                        OF_KEY + " AND retired = false",
                        query -> query.bind("queue", key.queue)
                                .bind("type", key.type)
                                .bind("rank", key.rank))
                .isEmpty();
    }

    private boolean isFull() {
        return database.read(handle -> handle.createQuery(
                                "SELECT count(*) FROM (SELECT 1 FROM windlass_lane WHERE retired = false LIMIT :limit) l")
                        .bind("limit", MOST_OPEN)
                        .mapTo(Integer.class)
                        .one())
                >= MOST_OPEN;
    }

    int idOf(JobSpec job) {
        return idOf(job.queue(), job.type(), job.priority());
    }

    /** Of a lane that was prepared; a use that is a little old is not noted here, within somebody's transaction. */
    int idOf(String queue, String type, int priority) {
        Key key = new Key(queue, type, JobSpec.HIGHEST_PRIORITY - priority);
        Used known = used.get(key);
        return (known == null ? note(key, null) : known).lane.id();
    }

    private Used note(Key key, @Nullable Used known) {
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
            known = find(" WHERE id = :id", query -> query.bind("id", id))
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

    private Lane findOrMake(Key key) {
        return find(key).orElseGet(() -> make(key));
    }

    private Lane make(Key key) {
        try {
            database.write(handle -> handle.createUpdate(INSERT)
                    .bind("queue", key.queue)
                    .bind("type", key.type)
                    .bind("rank", key.rank)
                    .bind("now", database.clock().now())
                    .execute());
        } catch (StoreException e) {
            // Another process may have made it at the same time.
            return find(key).orElseThrow(() -> e);
        }
        return find(key).orElseThrow(() -> new IllegalStateException("There is no lane " + key));
    }

    private Optional<Lane> find(Key key) {
        return find(
                OF_KEY,
                query -> query.bind("queue", key.queue).bind("type", key.type).bind("rank", key.rank));
    }

    private Optional<Lane> find(String where, java.util.function.UnaryOperator<Query> binder) {
        return database.read(handle -> binder.apply(handle.createQuery(SELECT + where))
                .map(rows -> new Lane(rows.getInt(1), rows.getString(2), rows.getString(3), rows.getInt(4)))
                .findOne());
    }

    /** The lanes that jobs may be in, as they are stored now. */
    List<Lane> open() {
        return database.read(handle -> handle.createQuery("SELECT id, queue, type, rnk FROM " + OPEN + " l")
                .map(rows -> new Lane(rows.getInt(1), rows.getString(2), rows.getString(3), rows.getInt(4)))
                .list());
    }

    /** Retires lanes that are empty and that nobody used for a while. */
    void retireUnused() {
        List<Integer> unused = database.read(handle -> handle.createQuery(UNUSED)
                .bind("now", database.clock().now())
                .bind("age", Micros.of(RETIRED_AFTER))
                .bind("limit", RETIRED_AT_ONCE)
                .mapTo(Integer.class)
                .list());
        database.write(handle -> handle.createUpdate(RETIRE)
                .bind("now", database.clock().now())
                .bind("age", Micros.of(RETIRED_AFTER))
                .bindArray("ids", Integer.class, unused)
                .execute());
        List<Integer> wanted = database.read(handle -> handle.createQuery(REVIVE)
                .bind("limit", RETIRED_AT_ONCE)
                .mapTo(Integer.class)
                .list());
        if (!wanted.isEmpty()) {
            database.write(
                    handle -> handle.createUpdate("UPDATE windlass_lane SET retired = false WHERE id = ANY(:ids)")
                            .bindArray("ids", Integer.class, wanted)
                            .execute());
        }
    }
}
