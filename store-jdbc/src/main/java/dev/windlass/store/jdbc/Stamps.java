package dev.windlass.store.jdbc;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A number for what a reader would see of a job or run, made of what its rows count anyway; one statement for all. */
final class Stamps {

    /** Of a finished run, which never changes again. */
    private static final long FINISHED = 0;

    private static final String JOBS = """
            SELECT j.id, coalesce(q.starts, w.starts, r.starts, c.starts, h.starts), coalesce(j.moved_at, 0),
                CASE WHEN r.started_at IS NOT NULL THEN r.version + 10
                    WHEN c.job_id IS NOT NULL THEN 1
                    WHEN h.job_status IS NOT NULL THEN 2
                    WHEN h.id IS NOT NULL THEN 3 ELSE 4 END
            FROM windlass_job j
            LEFT JOIN windlass_ready q ON q.lane = j.lane AND q.due_at = j.due_at AND q.job_id = j.id
            LEFT JOIN windlass_waiting w ON w.job_id = j.id
            LEFT JOIN windlass_running r ON r.work_id = j.id
            LEFT JOIN windlass_cancelled c ON c.job_id = j.id
            LEFT JOIN windlass_run h ON h.job_id = j.id
                AND h.starts = (SELECT max(x.starts) FROM windlass_run x WHERE x.job_id = j.id)
            WHERE j.id = ANY(:ids)
            UNION ALL
            SELECT r.run_id, r.version, CASE WHEN r.started_at IS NULL THEN 0 ELSE 1 END, coalesce(n.renewed_at, 0)
            FROM windlass_running r LEFT JOIN windlass_node n ON n.id = r.node_id
            WHERE r.run_id = ANY(:ids) AND (r.direct OR r.started_at IS NOT NULL)
            UNION ALL
            SELECT h.id, -1, 0, 0 FROM windlass_run h WHERE h.id = ANY(:ids)""";

    private Stamps() {}

    static Map<UUID, Long> of(Handle handle, Collection<UUID> ids) {
        Map<UUID, Long> stamps = new HashMap<>();
        if (ids.isEmpty()) {
            return stamps;
        }
        handle.createQuery(JOBS)
                .bindArray("ids", UUID.class, List.copyOf(ids))
                .map(rows -> {
                    long first = rows.getLong(2);
                    long stamp = first < 0 ? FINISHED : mix(first, rows.getLong(3), rows.getLong(4));
                    return stamps.put(Get.id(rows, 1), stamp);
                })
                .list();
        return stamps;
    }

    /** Spread over all 64 bits, and never that of a finished run. */
    private static long mix(long... parts) {
        long hash = 1;
        for (long part : parts) {
            hash = (hash + part) * 0x9E37_79B9_7F4A_7C15L;
            hash ^= hash >>> 32;
        }
        return hash == FINISHED ? 1 : hash;
    }
}
