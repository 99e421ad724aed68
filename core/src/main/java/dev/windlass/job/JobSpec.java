package dev.windlass.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a job is to do: everything that is decided when it is made. Only {@code priority} and {@code dueAt} can change later, and only
 * while it waits.
 *
 * @param type the name that its handler is registered under
 * @param queue the queue that it waits in
 * @param priority 0–9, higher first
 * @param params what its handler gets
 * @param timeout of each attempt; null for none
 * @param retention how long it is kept once it has ended
 * @param dueAt not to be started before; also its place in the queue among jobs of the same priority
 * @param delayed whether somebody asked for {@code dueAt}, rather than it being the time of submission
 * @param templateId the template that it was copied from; null when made without one
 * @param scheduleId the schedule that made it; null when made by hand
 * @param retryOfRunId the failed run that somebody retried by making this job; null otherwise
 * @param traceparent W3C trace context of the request that made it; null when it had none
 */
public record JobSpec(
        UUID id,
        String type,
        String queue,
        int priority,
        Json params,
        List<String> tags,
        RetryPolicy retryPolicy,
        @Nullable Duration timeout,
        Duration retention,
        Instant createdAt,
        Instant dueAt,
        boolean delayed,
        Trigger trigger,
        @Nullable UUID templateId,
        @Nullable UUID scheduleId,
        @Nullable UUID retryOfRunId,
        @Nullable Callback callback,
        @Nullable String traceparent) {

    public static final int LOWEST_PRIORITY = 0;
    public static final int DEFAULT_PRIORITY = 4;
    public static final int HIGHEST_PRIORITY = 9;
    public static final Duration LONGEST_TIMEOUT = Duration.ofDays(30);
    public static final Duration LONGEST_RETENTION = Duration.ofDays(3_660);
    public static final String DEFAULT_QUEUE = "default";

    public JobSpec {
        tags = List.copyOf(tags);
    }

    /** The same job at another place in the queue. */
    public JobSpec at(int newPriority, Instant newDueAt, boolean newDelayed) {
        return new JobSpec(
                id,
                type,
                queue,
                newPriority,
                params,
                tags,
                retryPolicy,
                timeout,
                retention,
                createdAt,
                newDueAt,
                newDelayed,
                trigger,
                templateId,
                scheduleId,
                retryOfRunId,
                callback,
                traceparent);
    }
}
