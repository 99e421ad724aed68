package dev.windlass.tck;

import dev.windlass.job.Callback;
import dev.windlass.job.JobSpec;
import dev.windlass.job.Json;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A job to be submitted: type {@code echo}, default queue and priority, due now, unless said otherwise. */
final class JobBuilder {

    private final UUID id;
    private final Instant createdAt;
    private Instant dueAt;
    private boolean delayed;
    private String type = "echo";
    private String queue = JobSpec.DEFAULT_QUEUE;
    private int priority = JobSpec.DEFAULT_PRIORITY;
    private Json params = Json.EMPTY_OBJECT;
    private List<String> tags = List.of();
    private RetryPolicy retryPolicy = RetryPolicy.DEFAULT;
    private Trigger trigger = Trigger.MANUAL;
    private @Nullable Duration timeout;
    private @Nullable UUID templateId;
    private @Nullable UUID scheduleId;
    private @Nullable UUID retryOfRunId;
    private @Nullable Callback callback;
    private @Nullable String traceparent;

    JobBuilder(UUID id, Instant now) {
        this.id = id;
        this.createdAt = now;
        this.dueAt = now;
    }

    JobBuilder type(String newType) {
        type = newType;
        return this;
    }

    JobBuilder queue(String newQueue) {
        queue = newQueue;
        return this;
    }

    JobBuilder priority(int newPriority) {
        priority = newPriority;
        return this;
    }

    JobBuilder params(String json) {
        params = new Json(json);
        return this;
    }

    JobBuilder tags(String... newTags) {
        tags = List.of(newTags);
        return this;
    }

    /** Somebody asked for this time. */
    JobBuilder dueAt(Instant newDueAt) {
        dueAt = newDueAt;
        delayed = true;
        return this;
    }

    JobBuilder dueIn(Duration fromCreation) {
        return dueAt(createdAt.plus(fromCreation));
    }

    JobBuilder template(UUID template) {
        templateId = template;
        return this;
    }

    JobBuilder schedule(UUID schedule) {
        scheduleId = schedule;
        trigger = Trigger.SCHEDULE;
        return this;
    }

    /** With a value in every member that can be null. */
    JobBuilder complete() {
        timeout = Duration.ofSeconds(90);
        templateId = new UUID(createdAt.toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0001L);
        retryOfRunId = new UUID(createdAt.toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0002L);
        trigger = Trigger.RETRY;
        callback = new Callback("https://example.com/hook", Callback.Scope.ALL);
        traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        return this;
    }

    JobSpec build() {
        return new JobSpec(
                id,
                type,
                queue,
                priority,
                params,
                tags,
                retryPolicy,
                timeout,
                Duration.ofDays(7),
                createdAt,
                dueAt,
                delayed,
                trigger,
                templateId,
                scheduleId,
                retryOfRunId,
                callback,
                traceparent);
    }
}
