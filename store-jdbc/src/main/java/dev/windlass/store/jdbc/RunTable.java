package dev.windlass.store.jdbc;

import dev.windlass.job.ErrorKind;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Json;
import dev.windlass.job.Progress;
import dev.windlass.job.RunError;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Trigger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** History, {@code windlass_run}: one row for each ended attempt, never changed. */
final class RunTable {

    /** What {@link #read} reads, in its order, from {@code windlass_run h}. */
    static final String COLUMNS =
            "h.id, h.job_id, h.job_type, h.trigger_code, h.attempt, h.status, h.node_id, h.node, h.fence,"
                    + " h.created_at, h.started_at, h.finished_at, h.percent, h.completed, h.total, h.message, h.result,"
                    + " h.error_code, h.error_message, h.error_kind, h.error_retriable, h.error_attempt, h.warnings, h.artifacts,"
                    + " h.expires_at";

    static final int WIDTH = 25;

    private static final Rows.Layout LAYOUT = Rows.Layout.of(
                    "id uuid",
                    "job_id uuid",
                    "node_id uuid",
                    "fence bigint",
                    "created_at bigint",
                    "started_at bigint",
                    "finished_at bigint",
                    "expires_at bigint",
                    "forget_at bigint",
                    "job_created_at bigint",
                    "attempt integer",
                    "starts integer",
                    "status integer",
                    "job_status integer",
                    "trigger_code integer",
                    "job_type varchar",
                    "node varchar",
                    "result varchar",
                    "percent integer",
                    "completed bigint",
                    "total bigint",
                    "message varchar",
                    "error_code varchar",
                    "error_message varchar",
                    "error_kind integer",
                    "error_retriable boolean",
                    "error_attempt integer",
                    "warnings varchar",
                    "artifacts varchar",
                    "cancel_at bigint",
                    "cancel_reason varchar")
            .alike("node_id", "node", "attempt", "status", "job_status", "trigger_code", "job_type");

    private static final RunStatus[] STATUSES = RunStatus.values();
    private static final Trigger[] TRIGGERS = Trigger.values();
    private static final ErrorKind[] KINDS = ErrorKind.values();

    /**
     * A row to be written.
     *
     * @param starts of its job, 0 when direct; null when the statement knows it, as with the last three
     * @param jobStatus what its job ended as; null when it goes on, or when direct
     * @param forgetAt when it is forgotten with its job, or alone when direct; null while its job lives
     * @param jobCreatedAt in microseconds; null when direct
     */
    record Ended(
            JobRun run,
            @Nullable Integer starts,
            @Nullable JobStatus jobStatus,
            @Nullable Instant forgetAt,
            @Nullable Long jobCreatedAt,
            @Nullable Long cancelAt,
            @Nullable String cancelReason) {}

    /** What is needed to tell a repeated end from a late one. Times in microseconds. */
    record Trace(
            long fence,
            RunStatus status,
            @Nullable Long startedAt,
            long finishedAt,
            @Nullable Long cancelAt) {}

    void insert(Handle handle, Collection<Ended> ended) {
        rows(ended).insertInto(handle, "windlass_run");
    }

    static Rows rows(Collection<Ended> ended) {
        Rows rows = new Rows(LAYOUT);
        ended.forEach(one -> add(rows, one));
        return rows;
    }

    private static void add(Rows rows, Ended ended) {
        JobRun run = ended.run;
        Json result = run.result();
        Progress progress = run.progress();
        RunError error = run.error();
        rows.add(
                run.id(),
                run.jobId(),
                run.nodeId(),
                run.fence(),
                Micros.of(run.createdAt()),
                Micros.ofNullable(run.startedAt()),
                Micros.of(run.finishedAt() == null ? run.createdAt() : run.finishedAt()),
                Micros.ofNullable(run.expiresAt()),
                Micros.ofNullable(ended.forgetAt),
                ended.jobStatus == null ? null : ended.jobCreatedAt,
                run.attempt(),
                ended.starts,
                run.status().ordinal(),
                ended.jobStatus == null ? null : ended.jobStatus.ordinal(),
                run.trigger().ordinal(),
                run.jobType(),
                Text.cleanOrNull(run.node()),
                result == null ? null : Text.clean(result.text()),
                progress.percent(),
                progress.completed(),
                progress.total(),
                Text.cleanOrNull(progress.message()),
                error == null ? null : Text.clean(error.code()),
                error == null ? null : Text.clean(error.message()),
                error == null ? null : error.kind().ordinal(),
                error == null ? null : error.retriable(),
                error == null ? null : error.attempt(),
                JsonText.ofList(run.warnings()),
                JsonText.ofList(run.artifacts()),
                ended.cancelAt,
                Text.cleanOrNull(ended.cancelReason));
    }

    /** The traces of those of these runs that have ended. */
    Map<UUID, Trace> traces(Handle handle, Collection<UUID> runIds) {
        Map<UUID, Trace> traces = new HashMap<>();
        handle.createQuery("SELECT id, fence, status, started_at, finished_at, cancel_at FROM windlass_run"
                        + " WHERE id = ANY(:ids)")
                .bindArray("ids", UUID.class, runIds)
                .map(rows -> traces.put(
                        Get.id(rows, 1),
                        new Trace(
                                rows.getLong(2),
                                Get.code(rows, 3, STATUSES, RunStatus.FAILED),
                                Get.longOrNull(rows, 4),
                                rows.getLong(5),
                                Get.longOrNull(rows, 6))))
                .list();
        return traces;
    }

    static JobRun read(ResultSet rows, int first) throws SQLException {
        String result = rows.getString(first + 16);
        return new JobRun(
                Get.id(rows, first),
                Get.idOrNull(rows, first + 1),
                rows.getString(first + 2),
                Get.code(rows, first + 3, TRIGGERS, Trigger.MANUAL),
                rows.getInt(first + 4),
                Get.code(rows, first + 5, STATUSES, RunStatus.FAILED),
                null,
                Get.idOrNull(rows, first + 6),
                rows.getString(first + 7),
                rows.getLong(first + 8),
                Get.instant(rows, first + 9),
                Get.instantOrNull(rows, first + 10),
                Get.instant(rows, first + 11),
                null,
                Live.progress(rows, first + 12),
                result == null ? null : new Json(result),
                error(rows, first + 17),
                JsonText.warnings(rows.getString(first + 22)),
                JsonText.artifacts(rows.getString(first + 23)),
                Get.instantOrNull(rows, first + 24));
    }

    private static @Nullable RunError error(ResultSet rows, int first) throws SQLException {
        String code = rows.getString(first);
        return code == null
                ? null
                : new RunError(
                        code,
                        rows.getString(first + 1),
                        Get.code(rows, first + 2, KINDS, ErrorKind.APPLICATION),
                        rows.getBoolean(first + 3),
                        rows.getInt(first + 4));
    }
}
