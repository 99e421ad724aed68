package dev.windlass.store.jdbc;

import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.HeldRun;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads what nodes hold. */
final class HeldRuns {

    private static final String SELECT = "SELECT " + Live.COLUMNS + ", " + Live.RUN_COLUMNS + ", " + JobTable.SPEC
            + " FROM windlass_running r LEFT JOIN windlass_node n ON n.id = r.node_id"
            + " LEFT JOIN windlass_job j ON j.id = r.work_id";

    /** Not along an index: the table is short, and while an old snapshot pins dead rows an index would lead to each of them. */
    static final String OF_NODE = SELECT + " WHERE r.node_id = :node";

    private static final int RUN = 1 + Live.WIDTH;
    private static final int SPEC = RUN + 10;

    private final JobTable jobs;

    HeldRuns(JobTable jobs) {
        this.jobs = jobs;
    }

    List<HeldRun> ofNode(Handle handle, UUID nodeId) {
        return handle.createQuery(OF_NODE)
                .bind("node", nodeId)
                .map((rows, context) -> read(rows))
                .list();
    }

    List<HeldRun> ofTheDead(Handle handle, int limit) {
        return handle.createQuery(SELECT + " WHERE n.id IS NULL OR n.dead ORDER BY r.run_id LIMIT :limit")
                .bind("limit", limit)
                .map((rows, context) -> read(rows))
                .list();
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
