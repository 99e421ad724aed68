package dev.windlass.job;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs to list. A null or empty member does not filter.
 *
 * @param createdAfter made then or later
 * @param createdBefore made earlier
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

    private static final int MOST = 500;

    /** How jobs can be sorted. */
    public enum Order {
        /** Newest first. */
        CREATED_DESC,
        /** Oldest first. */
        CREATED_ASC,
        /** As they will be dispatched: priority, due time, id. Only for {@code statuses = {QUEUED}}. */
        DISPATCH
    }

    /** @throws InvalidRequestException naming {@code /limit} or {@code /order} */
    public JobQuery {
        statuses = Set.copyOf(statuses);
        Checks.range("/limit", limit, 1, MOST);
        if (order == Order.DISPATCH && !statuses.equals(Set.of(JobStatus.QUEUED))) {
            throw new InvalidRequestException("/order", "can be DISPATCH only for the status QUEUED alone");
        }
    }

    /** All jobs, newest first. */
    public static JobQuery all(int limit) {
        return builder().limit(limit).build();
    }

    /** Starts from all jobs, newest first, 50 on a page. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts from this query. */
    public Builder toBuilder() {
        return new Builder()
                .statuses(statuses)
                .jobType(jobType)
                .templateId(templateId)
                .scheduleId(scheduleId)
                .queue(queue)
                .tag(tag)
                .createdAfter(createdAfter)
                .createdBefore(createdBefore)
                .order(order)
                .from(cursor)
                .limit(limit);
    }

    public JobQuery withStatuses(Set<JobStatus> only) {
        return toBuilder().statuses(only).build();
    }

    public JobQuery withOrder(Order newOrder) {
        return toBuilder().order(newOrder).build();
    }

    /** The page that this cursor leads to. */
    public JobQuery from(@Nullable String newCursor) {
        return toBuilder().from(newCursor).build();
    }

    /** Collects the members of a {@link JobQuery}; each is explained there. Not thread-safe. */
    public static final class Builder {

        private Set<JobStatus> statuses = Set.of();
        private @Nullable String jobType;
        private @Nullable UUID templateId;
        private @Nullable UUID scheduleId;
        private @Nullable String queue;
        private @Nullable String tag;
        private @Nullable Instant createdAfter;
        private @Nullable Instant createdBefore;
        private Order order = Order.CREATED_DESC;
        private @Nullable String cursor;
        private int limit = 50;

        private Builder() {}

        public Builder statuses(Set<JobStatus> value) {
            statuses = value;
            return this;
        }

        /** Jobs of any of these statuses; of all when none is given. */
        public Builder statuses(JobStatus... values) {
            return statuses(Set.copyOf(List.of(values)));
        }

        public Builder jobType(@Nullable String value) {
            jobType = value;
            return this;
        }

        public Builder templateId(@Nullable UUID value) {
            templateId = value;
            return this;
        }

        public Builder scheduleId(@Nullable UUID value) {
            scheduleId = value;
            return this;
        }

        public Builder queue(@Nullable String value) {
            queue = value;
            return this;
        }

        public Builder tag(@Nullable String value) {
            tag = value;
            return this;
        }

        public Builder createdAfter(@Nullable Instant value) {
            createdAfter = value;
            return this;
        }

        public Builder createdBefore(@Nullable Instant value) {
            createdBefore = value;
            return this;
        }

        public Builder order(Order value) {
            order = value;
            return this;
        }

        /** Goes on at this cursor; null for the first page. */
        public Builder from(@Nullable String value) {
            cursor = value;
            return this;
        }

        public Builder limit(int value) {
            limit = value;
            return this;
        }

        /** @throws InvalidRequestException naming {@code /limit} or {@code /order} */
        public JobQuery build() {
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
                    cursor,
                    limit);
        }
    }
}
