package dev.windlass.store.jdbc;

import dev.windlass.job.JobRun;
import dev.windlass.job.Page;
import dev.windlass.job.RunQuery;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Finds and lists runs: the live ones first, newest first by id, then history, newest first by its end. */
final class RunReads {

    private static final String LIVE = "SELECT " + Live.COLUMNS + ", " + Live.RUN_COLUMNS + ", l.type, j.trigger_code"
            + " FROM windlass_running r LEFT JOIN windlass_node n ON n.id = r.node_id"
            + " LEFT JOIN windlass_job j ON j.id = r.work_id LEFT JOIN windlass_lane l ON l.id = j.lane"
            + " WHERE (r.started_at IS NOT NULL OR r.direct)";

    private static final int RUN = 1 + Live.WIDTH;
    private static final int JOB = RUN + 10;
    private static final String LIVE_KEY = "live";

    private static final Trigger[] TRIGGERS = Trigger.values();

    Optional<JobRun> find(Handle handle, UUID id) {
        Optional<JobRun> live = live(
                        handle.createQuery(LIVE + " AND r.run_id = :id").bind("id", id))
                .stream()
                .findFirst();
        return live.isPresent()
                ? live
                : handle.createQuery("SELECT " + RunTable.COLUMNS + " FROM windlass_run h WHERE h.id = :id")
                        .bind("id", id)
                        .map((rows, context) -> RunTable.read(rows, 1))
                        .findOne();
    }

    private static List<JobRun> live(Query query) {
        return query.map((rows, context) -> Live.read(rows, 1)
                        .run(rows, RUN, rows.getString(JOB), Get.codeOrNull(rows, JOB + 1, TRIGGERS, Trigger.MANUAL)))
                .list();
    }

    Page<JobRun> list(Handle handle, RunQuery query) {
        String[] last = query.cursor() == null ? null : Cursor.parts(query.cursor(), 2);
        List<JobRun> runs = new ArrayList<>();
        if (last == null || last[0].equals(LIVE_KEY)) {
            runs.addAll(listLive(handle, query, last));
        }
        int missing = query.limit() + 1 - runs.size();
        if (missing > 0 && mayEnd(query.statuses())) {
            runs.addAll(listEnded(handle, query, last == null || last[0].equals(LIVE_KEY) ? null : last, missing));
        }
        return Cursor.page(runs, query.limit(), RunReads::key);
    }

    private static String key(JobRun run) {
        Instant finishedAt = run.finishedAt();
        return (finishedAt == null ? LIVE_KEY : Long.toString(Micros.of(finishedAt))) + ";" + run.id();
    }

    private static boolean mayEnd(Set<RunStatus> statuses) {
        return statuses.isEmpty() || statuses.stream().anyMatch(RunStatus::isTerminal);
    }

    private static List<JobRun> listLive(Handle handle, RunQuery query, String @Nullable [] last) {
        boolean wanted = query.finishedAfter() == null
                && query.finishedBefore() == null
                && (query.statuses().isEmpty() || query.statuses().stream().anyMatch(status -> !status.isTerminal()));
        if (!wanted) {
            return List.of();
        }
        Map<String, Object> values = new HashMap<>();
        StringBuilder sql = new StringBuilder(LIVE);
        condition(sql, values, " AND r.work_id = :job AND NOT r.direct", "job", query.jobId());
        condition(sql, values, " AND coalesce(l.type, r.direct_type) = :type", "type", query.jobType());
        condition(sql, values, " AND coalesce(j.trigger_code, r.direct_trigger) = :trigger", "trigger", code(query));
        condition(sql, values, " AND r.run_id < :last", "last", last == null ? null : Cursor.parseId(last[1]));
        if (!query.statuses().isEmpty()) {
            boolean queued = query.statuses().contains(RunStatus.QUEUED);
            boolean running = query.statuses().contains(RunStatus.RUNNING);
            sql.append(queued == running ? "" : " AND r.started_at IS " + (running ? "NOT NULL" : "NULL"));
        }
        sql.append(" ORDER BY r.run_id DESC LIMIT :limit");
        values.put("limit", query.limit() + 1);
        return live(bound(handle, sql, values));
    }

    private static List<JobRun> listEnded(Handle handle, RunQuery query, String @Nullable [] last, int limit) {
        Map<String, Object> values = new HashMap<>();
        StringBuilder sql = new StringBuilder("SELECT " + RunTable.COLUMNS + " FROM windlass_run h WHERE true");
        condition(sql, values, " AND h.job_id = :job", "job", query.jobId());
        condition(sql, values, " AND h.job_type = :type", "type", query.jobType());
        condition(sql, values, " AND h.trigger_code = :trigger", "trigger", code(query));
        condition(sql, values, " AND h.finished_at >= :after", "after", Micros.ofNullable(query.finishedAfter()));
        condition(sql, values, " AND h.finished_at < :before", "before", Micros.ofNullable(query.finishedBefore()));
        if (!query.statuses().isEmpty()) {
            sql.append(" AND h.status IN ").append(codes(query.statuses()));
        }
        if (last != null) {
            sql.append(" AND (h.finished_at, h.id) < (:last_time, :last_id)");
            values.put("last_time", Cursor.parseLong(last[0]));
            values.put("last_id", Cursor.parseId(last[1]));
        }
        // The sum keeps the planner from walking the whole history along its end for the few runs of one job.
        String end = query.jobId() == null ? "h.finished_at" : "h.finished_at + 0";
        sql.append(" ORDER BY ").append(end).append(" DESC, h.id DESC LIMIT :limit");
        values.put("limit", limit);
        return bound(handle, sql, values)
                .map((rows, context) -> RunTable.read(rows, 1))
                .list();
    }

    private static String codes(Set<RunStatus> statuses) {
        StringJoiner codes = new StringJoiner(", ", "(", ")");
        statuses.stream().sorted().forEach(status -> codes.add(Integer.toString(status.ordinal())));
        return codes.toString();
    }

    private static @Nullable Integer code(RunQuery query) {
        return query.trigger() == null ? null : query.trigger().ordinal();
    }

    private static void condition(
            StringBuilder sql, Map<String, Object> values, String condition, String name, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            values.put(name, Text.sought(value));
        }
    }

    private static Query bound(Handle handle, StringBuilder sql, Map<String, Object> values) {
        Query query = handle.createQuery(sql.toString());
        values.forEach(query::bind);
        return query;
    }
}
