package dev.windlass.store.jdbc;

import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.spi.CancelRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.HeldRun;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what nodes hold. */
final class HeldRuns {

    private static final String SELECT =
            "SELECT " + Live.COLUMNS + ", " + Live.RUN_COLUMNS + ", " + JobTable.SPEC + " FROM ";

    private static final String JOINED =
            " r LEFT JOIN windlass_node n ON n.id = r.node_id LEFT JOIN windlass_job j ON j.id = r.work_id";

    /**
     * One pass over a short table, since while an old snapshot pins dead rows an index would lead to each of them; OFFSET keeps the planner
     * from walking along the run ids.
     */
    static final String OF_NODE = SELECT
            + "(SELECT h.* FROM (SELECT * FROM windlass_running WHERE node_id = :node AND (run_id > :after) OFFSET 0) h"
            + " ORDER BY h.run_id LIMIT :limit)" + JOINED + " ORDER BY r.run_id LIMIT :limit";

    /** By keys, so that neither what others hold nor dead rows are met. */
    static final String CANCEL_REQUESTS =
            "SELECT run_id, cancel_at, cancel_reason FROM windlass_running WHERE run_id = ANY(:ids) AND cancel_at IS NOT NULL";

    private static final UUID FIRST = new UUID(0, 0);

    private static final int RUN = 1 + Live.WIDTH;
    private static final int SPEC = RUN + 10;

    private final JobTable jobs;

    HeldRuns(JobTable jobs) {
        this.jobs = jobs;
    }

    List<HeldRun> ofNode(Handle handle, UUID nodeId, @Nullable UUID after, int limit) {
        return handle.createQuery(OF_NODE)
                .bind("node", nodeId)
                .bind("after", after == null ? FIRST : after)
                .bind("limit", limit)
                .map(rows -> read(rows))
                .list();
    }

    List<HeldRun> ofTheDead(Handle handle, int limit) {
        return handle.createQuery(SELECT + "windlass_running" + JOINED
                        + " WHERE n.id IS NULL OR n.dead ORDER BY r.run_id LIMIT :limit")
                .bind("limit", limit)
                .map(rows -> read(rows))
                .list();
    }

    static Map<UUID, CancelRequest> cancelRequests(Handle handle, Collection<UUID> runIds) {
        Map<UUID, CancelRequest> requests = new HashMap<>();
        handle.createQuery(CANCEL_REQUESTS)
                .bindArray("ids", UUID.class, List.copyOf(runIds))
                .map(rows -> requests.put(Get.id(rows, 1), new CancelRequest(Get.instant(rows, 2), rows.getString(3))))
                .list();
        return requests;
    }

    private HeldRun read(ResultSet rows) throws SQLException {
        Live live = Live.read(rows, 1);
        if (live.direct()) {
            return new HeldRun(null, live.token(), live.run(rows, RUN, null, null), null, null, 0);
        }
        JobSpec spec = jobs.spec(rows, SPEC);
        JobRun run = live.run(rows, RUN, spec.type(), spec.trigger());
        Place place = live.place();
        ClaimedRun claim = new ClaimedRun(spec, live.token(), live.attempt(), place.starts(), place.statesSent());
        return new HeldRun(
                claim,
                live.token(),
                run,
                Micros.instant(live.place().cancelAt()),
                live.place().cancelReason(),
                place.lostStarts());
    }
}
