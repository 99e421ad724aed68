package dev.windlass.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants done. Either a template or a type is named; members that are null are taken from the template, then from the job
 * type, then from the host's defaults.
 *
 * @param templateId what to copy; null when {@code type} is given
 * @param type null when {@code templateId} is given
 * @param params what the handler gets; over a template's params they replace the members that they name
 * @param priority 0–9, higher first
 * @param queue letters, digits, {@code . _ -}, at most 100
 * @param runAt not to be started before; null for now
 * @param tags at most 20, each 1–100 characters
 * @param retention how long the job is kept once it has ended
 * @param traceparent W3C trace context to carry on
 */
public record JobRequest(
        @Nullable UUID templateId,
        @Nullable String type,
        @Nullable Json params,
        @Nullable Integer priority,
        @Nullable String queue,
        @Nullable Instant runAt,
        List<String> tags,
        @Nullable RetryPolicy retryPolicy,
        @Nullable Duration timeout,
        @Nullable Duration retention,
        @Nullable Callback callback,
        @Nullable String traceparent) {

    public JobRequest {
        tags = List.copyOf(tags);
    }

    /**
     * A job of this type, with params written as JSON by Jackson's rules.
     *
     * @param params null for {@code {}}
     * @throws IllegalArgumentException when Jackson cannot write them
     */
    public static JobRequest of(String type, @Nullable Object params) {
        return builder()
                .type(type)
                .params(params == null ? null : Json.of(params))
                .build();
    }

    /** The same for a type that is at hand, so that the compiler checks the params. */
    public static <P> JobRequest of(JobType<P> type, @Nullable P params) {
        return of(type.name(), params);
    }

    /** A job from this template. */
    public static JobRequest fromTemplate(UUID templateId) {
        return builder().templateId(templateId).build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects the members of a {@link JobRequest}. Not thread-safe. */
    public static final class Builder {

        private @Nullable UUID templateId;
        private @Nullable String type;
        private @Nullable Json params;
        private @Nullable Integer priority;
        private @Nullable String queue;
        private @Nullable Instant runAt;
        private List<String> tags = List.of();
        private @Nullable RetryPolicy retryPolicy;
        private @Nullable Duration timeout;
        private @Nullable Duration retention;
        private @Nullable Callback callback;
        private @Nullable String traceparent;

        private Builder() {}

        public Builder templateId(@Nullable UUID value) {
            templateId = value;
            return this;
        }

        public Builder type(@Nullable String value) {
            type = value;
            return this;
        }

        public Builder params(@Nullable Json value) {
            params = value;
            return this;
        }

        public Builder priority(@Nullable Integer value) {
            priority = value;
            return this;
        }

        public Builder queue(@Nullable String value) {
            queue = value;
            return this;
        }

        public Builder runAt(@Nullable Instant value) {
            runAt = value;
            return this;
        }

        public Builder tags(List<String> value) {
            tags = value;
            return this;
        }

        public Builder retryPolicy(@Nullable RetryPolicy value) {
            retryPolicy = value;
            return this;
        }

        public Builder timeout(@Nullable Duration value) {
            timeout = value;
            return this;
        }

        public Builder retention(@Nullable Duration value) {
            retention = value;
            return this;
        }

        public Builder callback(@Nullable Callback value) {
            callback = value;
            return this;
        }

        public Builder traceparent(@Nullable String value) {
            traceparent = value;
            return this;
        }

        public JobRequest build() {
            return new JobRequest(
                    templateId,
                    type,
                    params,
                    priority,
                    queue,
                    runAt,
                    tags,
                    retryPolicy,
                    timeout,
                    retention,
                    callback,
                    traceparent);
        }
    }
}
