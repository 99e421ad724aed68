package dev.windlass.store.jdbc;

import dev.windlass.job.Callback;
import dev.windlass.job.JobSpec;
import dev.windlass.job.Json;
import dev.windlass.job.Trigger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What jobs are to do, {@code windlass_job}, with their tags and the live jobs of each schedule. */
final class JobTable {

    /** Subqueries of one value leave PostgreSQL no choice but to look each job up by its index, whatever the statistics say. */
    private static final String ENDED = "s.schedule_id = ANY(:ids) AND ("
            + "(SELECT h.id FROM windlass_run h WHERE h.job_id = s.job_id AND h.job_status IS NOT NULL LIMIT 1) IS NOT NULL"
            + " OR (SELECT c.at FROM windlass_cancelled c WHERE c.job_id = s.job_id) IS NOT NULL)";

    private static final String SWEEP_H2 = "DELETE FROM windlass_schedule_job s WHERE " + ENDED;

    private static final String SWEEP_POSTGRESQL =
            "DELETE FROM windlass_schedule_job WHERE ctid = ANY(ARRAY(SELECT s.ctid FROM windlass_schedule_job s WHERE "
                    + ENDED + " FOR UPDATE OF s SKIP LOCKED))";

    /** What {@link #spec} reads, in its order. */
    static final String SPEC =
            "j.id, j.lane, j.created_at, j.due_at, j.retention, j.trigger_code, j.delayed, j.retry, j.params,"
                    + " j.timeout, j.template_id, j.schedule_id, j.retry_of, j.callback_scope, j.callback_url, j.traceparent, j.tags";

    static final int SPEC_COLUMNS = 17;

    private static final Trigger[] TRIGGERS = Trigger.values();
    private static final Callback.Scope[] SCOPES = Callback.Scope.values();

    private static final Rows.Layout LAYOUT = Rows.Layout.of(
                    "id uuid",
                    "lane integer",
                    "created_at bigint",
                    "due_at bigint",
                    "retention bigint",
                    "trigger_code integer",
                    "delayed boolean",
                    "retry varchar",
                    "params varchar",
                    "timeout bigint",
                    "template_id uuid",
                    "schedule_id uuid",
                    "retry_of uuid",
                    "callback_scope integer",
                    "callback_url varchar",
                    "traceparent varchar",
                    "tags varchar")
            .alike("lane", "retention", "trigger_code", "delayed", "retry");

    private final LaneTable lanes;
    private final RetryText retries = new RetryText();

    JobTable(LaneTable lanes) {
        this.lanes = lanes;
    }

    /** @return their places in the queue, in their order */
    List<Place> insert(Handle handle, Collection<JobSpec> jobs) {
        rows(jobs).insertInto(handle, "windlass_job");
        insertTags(handle, jobs);
        insertLiveOfSchedules(handle, jobs);
        return places(jobs);
    }

    Rows rows(Collection<JobSpec> jobs) {
        Rows rows = new Rows(LAYOUT);
        jobs.forEach(job -> add(rows, job, lanes.idOf(job)));
        return rows;
    }

    List<Place> places(Collection<JobSpec> jobs) {
        return jobs.stream().map(job -> place(job, lanes.idOf(job))).toList();
    }

    private static Place place(JobSpec job, int lane) {
        return new Place(
                job.id(), lane, Micros.of(job.dueAt()), Micros.of(job.createdAt()), 0, 0, 0, 0, 0, null, null, null);
    }

    private void add(Rows rows, JobSpec job, int lane) {
        Callback callback = job.callback();
        rows.add(
                job.id(),
                lane,
                Micros.of(job.createdAt()),
                Micros.of(job.dueAt()),
                Micros.of(job.retention()),
                job.trigger().ordinal(),
                job.delayed(),
                retries.write(job.retryPolicy()),
                Text.clean(job.params().text()),
                Micros.ofNullable(job.timeout()),
                job.templateId(),
                job.scheduleId(),
                job.retryOfRunId(),
                callback == null ? null : callback.scope().ordinal(),
                callback == null ? null : Text.clean(callback.url()),
                Text.cleanOrNull(job.traceparent()),
                JsonText.ofList(job.tags()));
    }

    private static void insertTags(Handle handle, Collection<JobSpec> jobs) {
        Rows rows = new Rows("tag varchar", "created_at bigint", "job_id uuid");
        for (JobSpec job : jobs) {
            for (String tag : new HashSet<>(job.tags())) {
                rows.add(Text.clean(tag), Micros.of(job.createdAt()), job.id());
            }
        }
        rows.insertInto(handle, "windlass_job_tag");
    }

    private static void insertLiveOfSchedules(Handle handle, Collection<JobSpec> jobs) {
        Rows rows = new Rows("schedule_id uuid", "job_id uuid");
        for (JobSpec job : jobs) {
            if (job.scheduleId() != null) {
                rows.add(job.scheduleId(), job.id());
            }
        }
        rows.insertInto(handle, "windlass_schedule_job");
    }

    /** Forgets which of these schedules' jobs have ended. What a pruner is deleting is left to it, so that no fire waits for one. */
    static void sweep(Handle handle, Dialect dialect, Collection<UUID> scheduleIds) {
        handle.createUpdate(dialect.isShared() ? SWEEP_POSTGRESQL : SWEEP_H2)
                .bindArray("ids", UUID.class, List.copyOf(scheduleIds))
                .execute();
    }

    /** Which of these ids are taken. */
    Set<UUID> existing(Handle handle, List<UUID> ids) {
        return ids.isEmpty()
                ? Set.of()
                : handle.createQuery("SELECT id FROM windlass_job WHERE id = ANY(:ids)")
                        .bindArray("ids", UUID.class, ids)
                        .map(rows -> Get.id(rows, 1))
                        .set();
    }

    /** Of {@link #SPEC} from {@code first} on. */
    static int lane(ResultSet rows, int first) throws SQLException {
        return rows.getInt(first + 1);
    }

    /** Reads {@link #SPEC} from {@code first} on. */
    JobSpec spec(ResultSet rows, int first) throws SQLException {
        LaneTable.Lane lane = lanes.byId(rows.getInt(first + 1));
        return new JobSpec(
                Get.id(rows, first),
                lane.type(),
                lane.queue(),
                lane.priority(),
                new Json(rows.getString(first + 8)),
                JsonText.strings(rows.getString(first + 16)),
                retries.read(rows.getString(first + 7)),
                Micros.duration(Get.longOrNull(rows, first + 9)),
                Micros.duration(rows.getLong(first + 4)),
                Get.instant(rows, first + 2),
                Get.instant(rows, first + 3),
                rows.getBoolean(first + 6),
                Get.code(rows, first + 5, TRIGGERS, Trigger.MANUAL),
                Get.idOrNull(rows, first + 10),
                Get.idOrNull(rows, first + 11),
                Get.idOrNull(rows, first + 12),
                callback(rows, first + 13),
                rows.getString(first + 15));
    }

    private static @Nullable Callback callback(ResultSet rows, int first) throws SQLException {
        Callback.Scope scope = Get.codeOrNull(rows, first, SCOPES, Callback.Scope.TERMINAL);
        return scope == null ? null : new Callback(rows.getString(first + 1), scope);
    }
}
