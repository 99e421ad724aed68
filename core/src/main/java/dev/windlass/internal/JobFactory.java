package dev.windlass.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.windlass.job.Callback;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.Schedule;
import dev.windlass.job.Settings;
import dev.windlass.job.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes jobs from requests: fills in what they leave out, from the template, then the job type, then the host's defaults, and refuses
 * what cannot be. Thread-safe.
 */
public final class JobFactory {

    /** The host's choices that matter here; see {@code dev.windlass.Settings}. */
    public record Defaults(
            RetryPolicy retryPolicy, @Nullable Duration timeout, Duration retention, int maxAttemptsCap) {

        static Defaults of(Settings settings) {
            return new Defaults(
                    settings.retryPolicy(), settings.timeout(), settings.retention(), settings.maxAttemptsCap());
        }
    }

    private final JobTypes types;
    private final Function<String, Boolean> knownElsewhere;
    private final Function<UUID, @Nullable JobTemplate> templates;
    private final Function<String, @Nullable String> urlRefusal;
    private final Defaults defaults;
    private final Supplier<UUID> ids;
    private final InstantSource clock;

    /**
     * @param knownElsewhere whether a live node other than this one has a handler for a job type
     * @param templates looks a template up; null when there is none
     * @param urlRefusal why a callback cannot go to a URL; null when it can
     */
    public JobFactory(
            JobTypes types,
            Function<String, Boolean> knownElsewhere,
            Function<UUID, @Nullable JobTemplate> templates,
            Function<String, @Nullable String> urlRefusal,
            Defaults defaults,
            Supplier<UUID> ids,
            InstantSource clock) {
        this.types = types;
        this.knownElsewhere = knownElsewhere;
        this.templates = templates;
        this.urlRefusal = urlRefusal;
        this.defaults = defaults;
        this.ids = ids;
        this.clock = clock;
    }

    /** @throws InvalidRequestException naming every member that is wrong */
    public JobSpec make(JobRequest request) {
        return make(request, templates, Trigger.MANUAL, null, null);
    }

    /**
     * A job that a schedule makes.
     *
     * @param template the schedule's; null when it is gone
     * @throws InvalidRequestException when the template is gone or no longer fits
     */
    public JobSpec scheduled(Schedule schedule, @Nullable JobTemplate template, Instant dueAt, Trigger trigger) {
        JobRequest request = JobRequest.fromTemplate(schedule.templateId());
        return make(request, id -> template, trigger, schedule.id(), dueAt);
    }

    /** A job that repeats another from the start (seed row C9). */
    public JobSpec again(JobSpec original, UUID failedRunId) {
        Instant now = clock.instant();
        return new JobSpec(
                ids.get(),
                original.type(),
                original.queue(),
                original.priority(),
                original.params(),
                original.tags(),
                original.retryPolicy(),
                original.timeout(),
                original.retention(),
                now,
                now,
                false,
                Trigger.RETRY,
                original.templateId(),
                original.scheduleId(),
                failedRunId,
                original.callback(),
                original.traceparent());
    }

    private JobSpec make(
            JobRequest request,
            Function<UUID, @Nullable JobTemplate> lookUp,
            Trigger trigger,
            @Nullable UUID scheduleId,
            @Nullable Instant fireAt) {
        Violations violations = new Violations();
        JobTemplate template = template(request, lookUp, violations);
        String type = request.type() == null && template != null ? template.jobType() : request.type();
        JobTypes.Registered<?> registered = type == null ? null : types.findAccepted(type);
        JobRequestChecks.check(request, violations);
        checkCallback(request.callback(), violations);
        checkType(type, registered, violations);
        Json params = params(request, template);
        RetryPolicy policy = policy(request, template, registered == null ? null : registered.type());
        checkPolicy(policy, violations);
        if (registered != null && violations.isEmpty()) {
            violations.collect(() -> registered.read(params));
        }
        violations.throwIfAny();
        Instant now = clock.instant();
        Instant dueAt = first(request.runAt(), fireAt, now);
        return new JobSpec(
                ids.get(),
                Objects.requireNonNull(type),
                Objects.requireNonNullElse(request.queue(), JobSpec.DEFAULT_QUEUE),
                Objects.requireNonNullElse(request.priority(), JobSpec.DEFAULT_PRIORITY),
                params,
                request.tags(),
                policy,
                timeout(request, template, registered == null ? null : registered.type()),
                first(request.retention(), template == null ? null : template.retention(), defaults.retention()),
                now,
                dueAt.truncatedTo(ChronoUnit.MICROS),
                request.runAt() != null,
                trigger,
                template == null ? null : template.id(),
                scheduleId,
                null,
                request.callback(),
                request.traceparent());
    }

    private static @Nullable JobTemplate template(
            JobRequest request, Function<UUID, @Nullable JobTemplate> lookUp, Violations violations) {
        UUID id = request.templateId();
        if (id == null) {
            violations.require(request.type() != null, "/job_type", "is required unless template_id is given");
            return null;
        }
        violations.require(request.type() == null, "/job_type", "must be left out when template_id is given");
        JobTemplate template = lookUp.apply(id);
        violations.require(template != null, "/template_id", "names no template");
        return template;
    }

    /** Whether this node runs or submits this type, or some live node can run it. */
    public void checkType(String type, Violations violations) {
        checkType(type, types.findAccepted(type), violations);
    }

    /** Whether the host allows so many attempts. */
    public void checkPolicy(@Nullable RetryPolicy policy, Violations violations) {
        violations.require(
                policy == null || policy.maxAttempts() <= defaults.maxAttemptsCap(),
                "/retry_policy/max_attempts",
                "must be at most " + defaults.maxAttemptsCap());
    }

    private void checkType(@Nullable String type, JobTypes.@Nullable Registered<?> registered, Violations violations) {
        if (type != null && registered == null) {
            violations.require(
                    knownElsewhere.apply(type), "/job_type", "is not a type that a live node knows: " + type);
        }
    }

    private void checkCallback(@Nullable Callback callback, Violations violations) {
        if (callback != null) {
            String refusal = urlRefusal.apply(callback.url());
            String pointer = callback.scope() == Callback.Scope.STATES ? "/state_webhook_url" : "/callback_url";
            violations.require(refusal == null, pointer, String.valueOf(refusal));
        }
    }

    private static Json params(JobRequest request, @Nullable JobTemplate template) {
        Json own = request.params();
        if (template == null) {
            return own == null ? Json.EMPTY_OBJECT : own;
        }
        if (own == null) {
            return template.params();
        }
        JsonNode base = template.params().tree();
        JsonNode over = own.tree();
        if (base instanceof ObjectNode object && over.isObject()) {
            over.fields().forEachRemaining(member -> object.set(member.getKey(), member.getValue()));
            return Json.of(object);
        }
        return own;
    }

    private RetryPolicy policy(JobRequest request, @Nullable JobTemplate template, @Nullable JobType<?> type) {
        RetryPolicy byTemplate = template == null ? null : template.retryPolicy();
        RetryPolicy byType = type == null ? null : type.retryPolicy();
        return first(request.retryPolicy(), byTemplate, byType == null ? defaults.retryPolicy() : byType);
    }

    private @Nullable Duration timeout(JobRequest request, @Nullable JobTemplate template, @Nullable JobType<?> type) {
        if (request.timeout() != null) {
            return request.timeout();
        }
        if (template != null && template.timeout() != null) {
            return template.timeout();
        }
        return type != null && type.timeout() != null ? type.timeout() : defaults.timeout();
    }

    private static <T> T first(@Nullable T a, @Nullable T b, T fallback) {
        if (a != null) {
            return a;
        }
        return b == null ? fallback : b;
    }
}
