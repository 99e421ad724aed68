package dev.windlass.store.jdbc;

import java.util.List;

/** Retires lanes that are empty and that nobody used for a while, so that no claim looks at them; see {@link LaneTable}. */
final class LaneRetirement {

    private static final int AT_ONCE = 1_000;

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

    private LaneRetirement() {}

    static void retireUnused(Database database) {
        List<Integer> unused = database.read(handle -> handle.createQuery(UNUSED)
                .bind("now", database.clock().now())
                .bind("age", Micros.of(LaneTable.RETIRED_AFTER))
                .bind("limit", AT_ONCE)
                .mapTo(Integer.class)
                .list());
        database.write(handle -> handle.createUpdate(RETIRE)
                .bind("now", database.clock().now())
                .bind("age", Micros.of(LaneTable.RETIRED_AFTER))
                .bindArray("ids", Integer.class, unused)
                .execute());
        List<Integer> wanted = database.read(handle -> handle.createQuery(REVIVE)
                .bind("limit", AT_ONCE)
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
