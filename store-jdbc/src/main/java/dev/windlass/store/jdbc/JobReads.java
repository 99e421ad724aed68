package dev.windlass.store.jdbc;

import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Progress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Puts jobs together from the tables that their parts are in, in one statement and so as of one moment. */
final class JobReads {

    private static final String SELECT = "SELECT " + JobTable.SPEC
            + ", j.moved_at, r.started_at, coalesce(q.cancel_at, w.cancel_at, r.cancel_at), r.phase, r.percent, r.completed, r.total, r.message, r.run_id, n.name,"
            + " coalesce(q.attempts, w.attempts, r.attempt - 1, c.attempts, h.attempt),"
            + " coalesce(q.starts, w.starts, r.starts, c.starts, h.starts),"
            + " coalesce(q.not_before, w.not_before, r.not_before), c.at, c.expires_at, h.job_status, h.cancel_at,"
            + " h.forget_at, " + RunTable.COLUMNS
            + " FROM windlass_job j"
            + " LEFT JOIN windlass_ready q ON q.lane = j.lane AND q.due_at = j.due_at AND q.job_id = j.id"
            + " LEFT JOIN windlass_waiting w ON w.job_id = j.id"
            + " LEFT JOIN windlass_running r ON r.work_id = j.id"
            + " LEFT JOIN windlass_node n ON n.id = r.node_id"
            + " LEFT JOIN windlass_cancelled c ON c.job_id = j.id"
            + " LEFT JOIN windlass_run h ON h.job_id = j.id"
            + " AND h.starts = (SELECT max(x.starts) FROM windlass_run x WHERE x.job_id = j.id)"
            + " WHERE j.id = ANY(:ids)";

    private static final int STATE = 1 + JobTable.SPEC_COLUMNS;
    private static final int RUN = STATE + 18;

    private static final JobStatus[] STATUSES = JobStatus.values();

    private final JobTable jobs;

    JobReads(JobTable jobs) {
        this.jobs = jobs;
    }

    Optional<Job> find(Handle handle, UUID id) {
        return load(handle, List.of(id)).stream().findFirst();
    }

    /** Those of these jobs that exist, in the order of their ids here. */
    List<Job> load(Handle handle, List<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<UUID, Job> found = new HashMap<>();
        handle.createQuery(SELECT)
                .bindArray("ids", UUID.class, ids)
                .map((rows, context) -> read(rows))
                .forEach(job -> found.put(job.id(), job));
        return ids.stream().filter(found::containsKey).map(found::get).toList();
    }

    private Job read(ResultSet rows) throws SQLException {
        JobSpec spec = jobs.spec(rows, 1);
        return Get.longOrNull(rows, STATE + 1) == null ? resting(rows, spec) : running(rows, spec);
    }

    private static Job running(ResultSet rows, JobSpec spec) throws SQLException {
        Instant startedAt = Get.instant(rows, STATE + 1);
        return new Job(
                spec,
                JobStatus.RUNNING,
                rows.getInt(STATE + 10) + 1,
                rows.getInt(STATE + 11),
                null,
                Live.phase(rows, STATE + 3),
                Live.progress(rows, STATE + 4),
                startedAt,
                null,
                startedAt,
                Get.instantOrNull(rows, STATE + 2),
                null,
                null,
                null,
                List.of(),
                Get.id(rows, STATE + 8),
                rows.getString(STATE + 9));
    }

    private static Job resting(ResultSet rows, JobSpec spec) throws SQLException {
        JobRun last = Get.idOrNull(rows, RUN) == null ? null : RunTable.read(rows, RUN);
        Instant cancelledAt = Get.instantOrNull(rows, STATE + 13);
        JobStatus status = cancelledAt != null
                ? JobStatus.CANCELLED
                : Get.codeOrNull(rows, STATE + 15, STATUSES, JobStatus.FAILED);
        if (status == null) {
            return queued(rows, spec, last);
        }
        Instant endedAt = cancelledAt != null || last == null ? cancelledAt : last.finishedAt();
        return new Job(
                spec,
                status,
                rows.getInt(STATE + 10),
                rows.getInt(STATE + 11),
                null,
                null,
                last == null ? Progress.NONE : last.progress(),
                last == null ? null : last.startedAt(),
                endedAt,
                endedAt == null ? spec.createdAt() : endedAt,
                cancelledAt != null ? cancelledAt : Get.instantOrNull(rows, STATE + 16),
                Get.instantOrNull(rows, cancelledAt != null ? STATE + 14 : STATE + 17),
                last != null && status == JobStatus.COMPLETED ? last.result() : null,
                last != null && (status == JobStatus.FAILED || status == JobStatus.CANCELLED) ? last.error() : null,
                last == null ? List.of() : last.warnings(),
                last == null ? null : last.id(),
                last == null ? null : last.node());
    }

    private static Job queued(ResultSet rows, JobSpec spec, @Nullable JobRun last) throws SQLException {
        return new Job(
                spec,
                JobStatus.QUEUED,
                rows.getInt(STATE + 10),
                rows.getInt(STATE + 11),
                last == null ? null : Get.instantOrNull(rows, STATE + 12),
                null,
                Progress.NONE,
                last == null ? null : last.startedAt(),
                null,
                latest(spec.createdAt(), Get.instantOrNull(rows, STATE), last == null ? null : last.finishedAt()),
                Get.instantOrNull(rows, STATE + 2),
                null,
                null,
                last == null ? null : last.error(),
                List.of(),
                last == null ? null : last.id(),
                last == null ? null : last.node());
    }

    private static Instant latest(Instant first, @Nullable Instant... others) {
        Instant latest = first;
        for (Instant other : others) {
            latest = other != null && other.isAfter(latest) ? other : latest;
        }
        return latest;
    }

    /** The live jobs of schedules, oldest first; those that have ended since somebody last looked are struck off the list. */
    List<Job> liveOf(Handle handle, Collection<UUID> scheduleIds, int limit) {
        List<UUID> ids = handle.createQuery("SELECT job_id FROM (SELECT s.job_id,"
                        + " row_number() OVER (PARTITION BY s.schedule_id ORDER BY s.job_id) AS nth"
                        + " FROM windlass_schedule_job s WHERE s.schedule_id = ANY(:ids)"
                        + " AND NOT EXISTS (SELECT 1 FROM windlass_run h WHERE h.job_id = s.job_id AND h.job_status IS NOT NULL)"
                        + " AND NOT EXISTS (SELECT 1 FROM windlass_cancelled c WHERE c.job_id = s.job_id)) n"
                        + " WHERE nth <= :limit ORDER BY job_id")
                .bindArray("ids", UUID.class, scheduleIds)
                .bind("limit", limit)
                .map((rows, context) -> Get.id(rows, 1))
                .list();
        return load(handle, ids).stream()
                .filter(job -> !job.status().isTerminal())
                .toList();
    }
}
