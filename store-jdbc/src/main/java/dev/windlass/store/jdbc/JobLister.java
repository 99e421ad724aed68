package dev.windlass.store.jdbc;

import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Page;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Lists jobs by keyset: a page of keys, then the jobs. Live jobs alone are found in the queue's tables, whose size is that of the queue;
 * all others along an index of the jobs.
 */
final class JobLister {

    private static final Set<JobStatus> LIVE = EnumSet.of(JobStatus.QUEUED, JobStatus.RUNNING);

    /**
     * The ready jobs that may be on the page, when lanes alone decide that: the first of each lane, by its index. PostgreSQL only, since
     * H2 has no LATERAL.
     */
    private static final String FIRST_OF_LANES = """
            SELECT q.job_id AS id, q.created_at, q.lane, q.due_at FROM %s k CROSS JOIN LATERAL (
                SELECT * FROM windlass_ready q WHERE q.lane = k.id
                    AND q.due_at >= CASE WHEN k.rnk = :last_rank THEN :last_time ELSE -9223372036854775808 END
                    AND (k.rnk > :last_rank OR (q.due_at, q.job_id) > (:last_time, :last_id))
                ORDER BY q.due_at, q.job_id LIMIT :limit) q
            WHERE k.rnk >= :last_rank""".formatted(LaneTable.OPEN);

    private static final int BEFORE_ALL_RANKS = -1;

    /** What jobs are sorted by. */
    private record Key(UUID id, long createdAt, int rank, long dueAt) {}

    private final JobReads reads;
    private final Dialect dialect;

    JobLister(JobReads reads, Dialect dialect) {
        this.reads = reads;
        this.dialect = dialect;
    }

    Page<Job> list(Handle handle, JobQuery query) {
        Page<Key> keys = keys(handle, query);
        List<Job> jobs = reads.load(handle, keys.items().stream().map(Key::id).toList());
        List<Job> fitting = jobs.stream()
                .filter(job -> query.statuses().isEmpty() || query.statuses().contains(job.status()))
                .toList();
        return new Page<>(fitting, keys.next());
    }

    private Page<Key> keys(Handle handle, JobQuery query) {
        Map<String, Object> values = new HashMap<>();
        boolean live = !query.statuses().isEmpty() && LIVE.containsAll(query.statuses());
        String sql = "SELECT v.id, v.created_at, l.rnk, v.due_at FROM "
                + (live ? liveSource(query) : "windlass_job v")
                + " JOIN windlass_lane l ON l.id = v.lane"
                + (live && needsJob(query) ? " JOIN windlass_job j ON j.id = v.id" : "")
                + where(query, live, values)
                + order(query)
                + " LIMIT :limit";
        Query statement = handle.createQuery(EndedJobs.serves(query) ? EndedJobs.sql(query) : sql);
        statement.bind("last_rank", BEFORE_ALL_RANKS).bind("last_time", 0L).bind("last_id", new UUID(0, 0));
        values.forEach(statement::bind);
        List<Key> keys = statement
                .bind("limit", query.limit() + 1)
                .map((rows, context) -> new Key(Get.id(rows, 1), rows.getLong(2), rows.getInt(3), rows.getLong(4)))
                .list();
        return Cursor.page(keys, query.limit(), key -> text(query, key));
    }

    private String liveSource(JobQuery query) {
        StringJoiner union = new StringJoiner(" UNION ALL ", "(", ") v");
        boolean queued = query.statuses().contains(JobStatus.QUEUED);
        boolean running = query.statuses().contains(JobStatus.RUNNING);
        if (queued) {
            union.add(
                    dialect.isShared() && isByLaneAlone(query)
                            ? FIRST_OF_LANES
                            : "SELECT job_id AS id, created_at, lane, due_at FROM windlass_ready");
            union.add("SELECT job_id AS id, created_at, lane, due_at FROM windlass_waiting");
        }
        String started = queued && running ? "" : " AND started_at IS " + (running ? "NOT NULL" : "NULL");
        return union.add("SELECT work_id AS id, created_at, lane, due_at FROM windlass_running WHERE NOT direct"
                        + started)
                .toString();
    }

    private static boolean isByLaneAlone(JobQuery query) {
        return query.order() == JobQuery.Order.DISPATCH
                && !needsJob(query)
                && query.jobType() == null
                && query.queue() == null
                && query.tag() == null
                && query.createdAfter() == null
                && query.createdBefore() == null;
    }

    private static boolean needsJob(JobQuery query) {
        return query.templateId() != null || query.scheduleId() != null;
    }

    private static String where(JobQuery query, boolean live, Map<String, Object> values) {
        List<String> conditions = new ArrayList<>();
        String job = live ? "j" : "v";
        equal(conditions, values, "l.type", "type", query.jobType());
        equal(conditions, values, "l.queue", "queue", query.queue());
        equal(conditions, values, job + ".template_id", "template", query.templateId());
        equal(conditions, values, job + ".schedule_id", "schedule", query.scheduleId());
        if (query.tag() != null) {
            conditions.add("EXISTS (SELECT 1 FROM windlass_job_tag t WHERE t.tag = :tag AND t.created_at = v.created_at"
                    + " AND t.job_id = v.id)");
            values.put("tag", Text.clean(query.tag()));
        }
        if (query.createdAfter() != null) {
            conditions.add("v.created_at >= :after");
            values.put("after", Micros.of(query.createdAfter()));
        }
        if (query.createdBefore() != null) {
            conditions.add("v.created_at < :before");
            values.put("before", Micros.of(query.createdBefore()));
        }
        if (!live && !query.statuses().isEmpty() && query.statuses().size() < JobStatus.values().length) {
            conditions.add(hasStatus(query.statuses()));
        }
        if (query.cursor() != null) {
            conditions.add(beyond(query, query.cursor(), values));
        }
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    private static void equal(
            List<String> conditions,
            Map<String, Object> values,
            String column,
            String name,
            @org.jspecify.annotations.Nullable Object value) {
        if (value != null) {
            conditions.add(column + " = :" + name);
            values.put(name, Text.sought(value));
        }
    }

    private static String hasStatus(Set<JobStatus> statuses) {
        StringJoiner any = new StringJoiner(" OR ", "(", ")");
        if (statuses.contains(JobStatus.QUEUED)) {
            any.add(
                    "EXISTS (SELECT 1 FROM windlass_ready q WHERE q.lane = v.lane AND q.due_at = v.due_at AND q.job_id = v.id)");
            any.add("EXISTS (SELECT 1 FROM windlass_waiting w WHERE w.job_id = v.id)");
            any.add("EXISTS (SELECT 1 FROM windlass_running r WHERE r.work_id = v.id AND r.started_at IS NULL)");
        }
        if (statuses.contains(JobStatus.RUNNING)) {
            any.add("EXISTS (SELECT 1 FROM windlass_running r WHERE r.work_id = v.id AND r.started_at IS NOT NULL)");
        }
        if (statuses.contains(JobStatus.CANCELLED)) {
            any.add("EXISTS (SELECT 1 FROM windlass_cancelled c WHERE c.job_id = v.id)");
        }
        StringJoiner codes = new StringJoiner(", ", "(", ")");
        statuses.stream()
                .filter(JobStatus::isTerminal)
                .forEach(status -> codes.add(Integer.toString(status.ordinal())));
        if (codes.length() > 2) {
            any.add("EXISTS (SELECT 1 FROM windlass_run h WHERE h.job_id = v.id AND h.job_status IN " + codes + ")");
        }
        return any.toString();
    }

    private static String beyond(JobQuery query, String cursor, Map<String, Object> values) {
        boolean dispatch = query.order() == JobQuery.Order.DISPATCH;
        String[] parts = Cursor.parts(cursor, dispatch ? 3 : 2);
        values.put("last_time", Cursor.parseLong(parts[0]));
        values.put("last_id", Cursor.parseId(parts[1]));
        if (dispatch) {
            values.put("last_rank", (int) Cursor.parseLong(parts[2]));
            return "(l.rnk, v.due_at, v.id) > (:last_rank, :last_time, :last_id)";
        }
        String side = query.order() == JobQuery.Order.CREATED_ASC ? ">" : "<";
        return "(v.created_at, v.id) " + side + " (:last_time, :last_id)";
    }

    private static String text(JobQuery query, Key key) {
        return query.order() == JobQuery.Order.DISPATCH
                ? key.dueAt + ";" + key.id + ";" + key.rank
                : key.createdAt + ";" + key.id;
    }

    private static String order(JobQuery query) {
        return switch (query.order()) {
            case CREATED_DESC -> " ORDER BY v.created_at DESC, v.id DESC";
            case CREATED_ASC -> " ORDER BY v.created_at, v.id";
            case DISPATCH -> " ORDER BY l.rnk, v.due_at, v.id";
        };
    }
}
