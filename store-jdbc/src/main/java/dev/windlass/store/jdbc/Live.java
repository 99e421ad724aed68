package dev.windlass.store.jdbc;

import dev.windlass.job.JobRun;
import dev.windlass.job.Phase;
import dev.windlass.job.Progress;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Trigger;
import dev.windlass.spi.RunToken;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code windlass_running}: a claimed or running job, or a direct run.
 *
 * @param place where its job stood; meaningless when direct
 * @param runId its run
 * @param attempt the attempt that it is, from 1
 * @param startedAt null while it is only claimed, or waits for a slot when direct
 * @param hasChunks whether bytes of artifacts were written
 */
record Live(
        Place place,
        UUID runId,
        UUID nodeId,
        int attempt,
        boolean direct,
        long claimedAt,
        @Nullable Long startedAt,
        boolean hasChunks) {

    /** What {@link #read} reads, in its order, from {@code windlass_running r}. */
    static final String COLUMNS =
            "r.work_id, r.lane, r.due_at, r.created_at, r.fence, r.attempt - 1, r.starts, r.lost_starts, r.states_sent,"
                    + " r.not_before, r.cancel_at, r.cancel_reason, r.run_id, r.node_id, r.attempt, r.direct, r.claimed_at,"
                    + " r.started_at, r.has_chunks";

    static final int WIDTH = Place.WIDTH + 7;

    /** What {@link #run} reads besides, in its order. */
    static final String RUN_COLUMNS = "r.phase, r.percent, r.completed, r.total, r.message, r.direct_type,"
            + " r.direct_trigger, r.direct_node, n.name, n.renewed_at";

    private static final Phase[] PHASES = Phase.values();
    private static final Trigger[] TRIGGERS = Trigger.values();

    static Live read(ResultSet rows, int first) throws SQLException {
        int next = first + Place.WIDTH;
        return new Live(
                Place.read(rows, first),
                Get.id(rows, next),
                Get.id(rows, next + 1),
                rows.getInt(next + 2),
                rows.getBoolean(next + 3),
                rows.getLong(next + 4),
                Get.longOrNull(rows, next + 5),
                rows.getBoolean(next + 6));
    }

    /** The job's id, or the run's when it is direct: the key of the row. */
    UUID workId() {
        return place.jobId();
    }

    RunToken token() {
        return new RunToken(runId, direct ? null : workId(), place.fence());
    }

    boolean isStarted() {
        return startedAt != null;
    }

    static Progress progress(ResultSet rows, int first) throws SQLException {
        return new Progress(
                Get.intOrNull(rows, first),
                Get.longOrNull(rows, first + 1),
                Get.longOrNull(rows, first + 2),
                rows.getString(first + 3));
    }

    static @Nullable Phase phase(ResultSet rows, int column) throws SQLException {
        return Get.codeOrNull(rows, column, PHASES, Phase.WORKING);
    }

    /**
     * The run as readers see it.
     *
     * @param first the first of {@link #RUN_COLUMNS}
     * @param type of its job; null when direct
     * @param trigger of its job; null when direct
     */
    JobRun run(ResultSet rows, int first, @Nullable String type, @Nullable Trigger trigger) throws SQLException {
        String ownType = type == null ? rows.getString(first + 5) : type;
        Trigger ownTrigger = trigger == null ? Get.code(rows, first + 6, TRIGGERS, Trigger.DIRECT) : trigger;
        String node = rows.getString(first + 7) == null ? rows.getString(first + 8) : rows.getString(first + 7);
        Instant start = Micros.instant(startedAt);
        return new JobRun(
                runId,
                direct ? null : workId(),
                ownType,
                ownTrigger,
                attempt,
                start == null ? RunStatus.QUEUED : RunStatus.RUNNING,
                phase(rows, first),
                nodeId,
                node,
                place.fence(),
                start == null || direct ? Micros.instant(claimedAt) : start,
                start,
                null,
                Get.instantOrNull(rows, first + 9),
                progress(rows, first + 1),
                null,
                null,
                List.of(),
                List.of(),
                null);
    }
}
