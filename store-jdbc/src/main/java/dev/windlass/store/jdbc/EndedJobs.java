package dev.windlass.store.jdbc;

import dev.windlass.job.JobQuery;
import dev.windlass.job.JobStatus;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * Where to find jobs by how they ended: along an index of their ends rather than of all jobs, so that a few ended ones are found at once
 * behind any number that wait.
 */
final class EndedJobs {

    private static final String RUNS =
            "SELECT h.job_id AS id, h.job_created_at AS created_at FROM windlass_run h WHERE h.job_status = %d%s"
                    + " ORDER BY h.job_status %3$s, h.job_created_at %3$s, h.job_id %3$s LIMIT :limit";
    private static final String CANCELLED = "SELECT c.job_id AS id, c.created_at FROM windlass_cancelled c WHERE true%s"
            + " ORDER BY c.created_at %2$s, c.job_id %2$s LIMIT :limit";

    private EndedJobs() {}

    /** Whether the query asks for nothing but ends, in an order that the index has. */
    static boolean serves(JobQuery query) {
        return !query.statuses().isEmpty()
                && query.statuses().stream().allMatch(JobStatus::isTerminal)
                && query.order() != JobQuery.Order.DISPATCH
                && query.jobType() == null
                && query.queue() == null
                && query.tag() == null
                && query.templateId() == null
                && query.scheduleId() == null;
    }

    /** Keys as {@link JobLister} reads them, with the names {@code after}, {@code before}, {@code last_time} and {@code last_id}. */
    static String sql(JobQuery query) {
        boolean descending = query.order() == JobQuery.Order.CREATED_DESC;
        String order = descending ? "DESC" : "ASC";
        StringJoiner union = new StringJoiner(") UNION ALL (", "(", ")");
        for (JobStatus status : new TreeSet<>(query.statuses())) {
            union.add(RUNS.formatted(
                    status.ordinal(), conditions(query, "h.job_created_at", "h.job_id", descending), order));
        }
        if (query.statuses().contains(JobStatus.CANCELLED)) {
            union.add(CANCELLED.formatted(conditions(query, "c.created_at", "c.job_id", descending), order));
        }
        return "SELECT e.id, e.created_at, 0, 0 FROM (" + union + ") e ORDER BY e.created_at " + order + ", e.id "
                + order + " LIMIT :limit";
    }

    private static String conditions(JobQuery query, String time, String id, boolean descending) {
        String side = descending ? "<" : ">";
        return (query.createdAfter() == null ? "" : " AND " + time + " >= :after")
                + (query.createdBefore() == null ? "" : " AND " + time + " < :before")
                + (query.cursor() == null
                        ? ""
                        : " AND " + time + " " + side + "= :last_time AND (" + time + ", " + id + ") " + side
                                + " (:last_time, :last_id)");
    }
}
