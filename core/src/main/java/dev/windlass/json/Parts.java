package dev.windlass.json;

import dev.windlass.job.Backoff;
import dev.windlass.job.Progress;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.RunError;
import dev.windlass.job.Warning;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Objects that several views share. */
final class Parts {

    /** Code of the warning that a skipped run leaves, and of what the surfaces without a SKIPPED make of it. */
    static final String SKIPPED = "skipped";

    static final String CANCELLED = "cancelled";

    private Parts() {}

    static void retryPolicy(JsonOut out, @Nullable RetryPolicy policy) {
        if (policy == null) {
            out.none("retry_policy");
            return;
        }
        Backoff backoff = policy.backoff();
        out.begin("retry_policy").number("max_attempts", policy.maxAttempts()).begin("backoff");
        out.seconds("initial_seconds", backoff.initial())
                .decimal("multiplier", BigDecimal.valueOf(backoff.multiplier()))
                .seconds("max_seconds", backoff.max())
                .decimal("jitter", BigDecimal.valueOf(backoff.jitter()));
        out.end().end();
    }

    static void error(JsonOut out, @Nullable RunError error) {
        if (error == null) {
            out.none("error");
        } else {
            out.begin("error").with(o -> errorMembers(o, error)).end();
        }
    }

    static void errors(JsonOut out, @Nullable RunError error) {
        out.beginArray("errors");
        if (error != null) {
            out.begin().with(o -> errorMembers(o, error)).end();
        }
        out.endArray();
    }

    static void errorMembers(JsonOut out, RunError error) {
        out.text("code", error.code())
                .text("message", error.message())
                .word("kind", error.kind())
                .bool("retriable", error.retriable())
                .number("attempt", error.attempt());
    }

    static void warnings(JsonOut out, List<Warning> warnings) {
        out.beginArray("warnings");
        for (Warning warning : warnings) {
            out.begin()
                    .text("code", warning.code())
                    .text("message", warning.message())
                    .end();
        }
        out.endArray();
    }

    static void progress(JsonOut out, Progress progress) {
        out.begin("progress")
                .number("completed", progress.completed())
                .number("total", progress.total())
                .text("message", progress.message())
                .end();
    }

    static void strings(JsonOut out, String name, List<String> values) {
        out.beginArray(name);
        values.forEach(out::element);
        out.endArray();
    }
}
