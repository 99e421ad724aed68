package dev.windlass.store.jdbc;

import dev.windlass.job.JobSpec;
import dev.windlass.job.StoreException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of the queue, one for each (queue, type, priority) that was ever used. Type and queue are part of the lane so that a claim
 * never reads a job that it may not take, however many of them wait; there are as many lanes as a host has kinds of work, so they are
 * held in memory. They never change and are never deleted. Thread-safe.
 */
final class LaneTable {

    /** @param rank 9 - priority: lower ranks go first */
    record Lane(int id, String queue, String type, int rank) {

        int priority() {
            return JobSpec.HIGHEST_PRIORITY - rank;
        }
    }

    private record Key(String queue, String type, int rank) {}

    private final Database database;
    private final Map<Key, Lane> byKey = new ConcurrentHashMap<>();
    private final Map<Integer, Lane> byId = new ConcurrentHashMap<>();

    LaneTable(Database database) {
        this.database = database;
    }

    int idOf(JobSpec job) {
        return idOf(job.queue(), job.type(), job.priority());
    }

    /** Makes the lane, in a transaction of its own, when there is none. */
    int idOf(String queue, String type, int priority) {
        Key key = new Key(queue, type, JobSpec.HIGHEST_PRIORITY - priority);
        Lane known = byKey.get(key);
        if (known == null) {
            known = make(key);
        }
        return known.id();
    }

    Lane byId(int id) {
        Lane known = byId.get(id);
        if (known == null) {
            loadAll();
            known = byId.get(id);
        }
        if (known == null) {
            throw new IllegalStateException("There is no lane " + id);
        }
        return known;
    }

    private Lane make(Key key) {
        try {
            database.write(handle -> insert(handle, key));
        } catch (StoreException e) {
            loadAll();
            Lane byAnother = byKey.get(key);
            if (byAnother == null) {
                throw e;
            }
            return byAnother;
        }
        return load(key);
    }

    private static int insert(Handle handle, Key key) {
        return handle.createUpdate("INSERT INTO windlass_lane (queue, type, rnk) SELECT i.queue, i.type, i.rnk"
                        + " FROM (SELECT CAST(:queue AS varchar) AS queue, CAST(:type AS varchar) AS type,"
                        + " CAST(:rank AS smallint) AS rnk) AS i WHERE NOT EXISTS (SELECT 1 FROM windlass_lane l"
                        + " WHERE l.queue = i.queue AND l.type = i.type AND l.rnk = i.rnk)")
                .bind("queue", key.queue)
                .bind("type", key.type)
                .bind("rank", key.rank)
                .execute();
    }

    private Lane load(Key key) {
        loadAll();
        @Nullable Lane lane = byKey.get(key);
        if (lane == null) {
            throw new IllegalStateException("There is no lane " + key);
        }
        return lane;
    }

    private void loadAll() {
        for (Lane lane : all()) {
            byKey.put(new Key(lane.queue, lane.type, lane.rank), lane);
            byId.put(lane.id, lane);
        }
    }

    /** All lanes as they are stored now, those that other processes made included. */
    List<Lane> all() {
        return database.read(handle -> handle.createQuery("SELECT id, queue, type, rnk FROM windlass_lane")
                .map((rows, context) -> new Lane(rows.getInt(1), rows.getString(2), rows.getString(3), rows.getInt(4)))
                .list());
    }
}
