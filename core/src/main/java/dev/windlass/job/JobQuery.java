package dev.windlass.job;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs to list. A null or empty member does not filter.
 *
 * @param order how the page is sorted; ties are broken by id
 * @param cursor where to go on, as given by the last page; null for the first page
 * @param limit 1–500
 */
public record JobQuery(
        Set<JobStatus> statuses,
        @Nullable String jobType,
        @Nullable UUID templateId,
        @Nullable UUID scheduleId,
        @Nullable String queue,
        @Nullable String tag,
        @Nullable Instant createdAfter,
        @Nullable Instant createdBefore,
        Order order,
        @Nullable String cursor,
        int limit) {

    /** How jobs can be sorted. */
    public enum Order {
        /** Newest first. */
        CREATED_DESC,
        /** Oldest first. */
        CREATED_ASC,
        /** As they will be dispatched: priority, due time, id. Only for {@code statuses = {QUEUED}}. */
        DISPATCH
    }

    public JobQuery {
        statuses = Set.copyOf(statuses);
    }

    /** All jobs, newest first. */
    public static JobQuery all(int limit) {
        return new JobQuery(Set.of(), null, null, null, null, null, null, null, Order.CREATED_DESC, null, limit);
    }

    public JobQuery withStatuses(Set<JobStatus> only) {
        return new JobQuery(
                only, jobType, templateId, scheduleId, queue, tag, createdAfter, createdBefore, order, cursor, limit);
    }

    public JobQuery withOrder(Order newOrder) {
        return new JobQuery(
                statuses,
                jobType,
                templateId,
                scheduleId,
                queue,
                tag,
                createdAfter,
                createdBefore,
                newOrder,
                cursor,
                limit);
    }

    public JobQuery from(@Nullable String newCursor) {
        return new JobQuery(
                statuses,
                jobType,
                templateId,
                scheduleId,
                queue,
                tag,
                createdAfter,
                createdBefore,
                order,
                newCursor,
                limit);
    }
}
