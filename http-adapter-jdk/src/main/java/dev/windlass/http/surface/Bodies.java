package dev.windlass.http.surface;

import dev.windlass.http.json.JsonObjectReader;
import dev.windlass.job.Backoff;
import dev.windlass.job.Callback;
import dev.windlass.job.JobRequest;
import dev.windlass.job.RetryPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Members that several bodies share, read from JSON. */
final class Bodies {

    private Bodies() {}

    /** What {@code /api/jobs} and {@code /v1/jobs} have in common. */
    static JobRequest.Builder job(JsonObjectReader body, @Nullable String traceparent) {
        return JobRequest.builder()
                .templateId(body.id("template_id"))
                .type(body.string("job_type"))
                .params(body.jsonObject("params"))
                .priority(body.integer("priority"))
                .runAt(body.instant("run_at"))
                .timeout(body.seconds("timeout_seconds"))
                .retryPolicy(retryPolicy(body))
                .traceparent(traceparent);
    }

    /** A job of the contract surface. */
    static JobRequest contractJob(JsonObjectReader body, @Nullable String traceparent) {
        String callback = body.string("callback_url");
        return job(body, traceparent)
                .queue(body.string("queue"))
                .retention(body.seconds("retention_seconds"))
                .tags(body.strings("tags"))
                .callback(callback == null ? null : new Callback(callback, Callback.Scope.TERMINAL))
                .build();
    }

    /** {@code retry_policy}; what it leaves out is Windlass's default. Null when it is absent or wrong. */
    static @Nullable RetryPolicy retryPolicy(JsonObjectReader body) {
        JsonObjectReader policy = body.object("retry_policy");
        if (policy == null) {
            return null;
        }
        Integer attempts = policy.integer("max_attempts");
        JsonObjectReader backoffBody = policy.object("backoff");
        Backoff backoff = backoffBody == null ? Backoff.DEFAULT : policy.check(() -> backoff(backoffBody));
        return backoff == null
                ? null
                : policy.check(() -> new RetryPolicy(or(attempts, RetryPolicy.DEFAULT.maxAttempts()), backoff));
    }

    private static Backoff backoff(JsonObjectReader body) {
        Duration initial = or(body.seconds("initial_seconds"), Backoff.DEFAULT.initial());
        Duration usualMax = Backoff.DEFAULT.max().compareTo(initial) < 0 ? initial : Backoff.DEFAULT.max();
        return new Backoff(
                initial,
                or(body.decimal("multiplier"), Backoff.DEFAULT.multiplier()),
                or(body.seconds("max_seconds"), usualMax),
                or(body.decimal("jitter"), Backoff.DEFAULT.jitter()));
    }

    static <T> T or(@Nullable T value, T absent) {
        return value == null ? absent : value;
    }
}
