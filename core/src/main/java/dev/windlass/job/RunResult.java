package dev.windlass.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an attempt ended, in the words of its handler. */
public sealed interface RunResult {

    /**
     * It did its work.
     *
     * @param result null for none; larger than the inline threshold, it becomes the artifact {@code result}
     * @param warnings not empty for partial success
     */
    record Completed(@Nullable Json result, List<Warning> warnings) implements RunResult {
        public Completed {
            warnings = List.copyOf(warnings);
        }
    }

    /** There was nothing to do. */
    record Skipped(String reason) implements RunResult {}

    /**
     * It could not do its work.
     *
     * @param code machine-readable, snake case
     * @param retriable whether another attempt could succeed
     */
    record Failed(String code, String message, ErrorKind kind, boolean retriable) implements RunResult {}

    /** Done, with nothing to show. */
    static RunResult completed() {
        return new Completed(null, List.of());
    }

    /** Done; {@code result} is written as JSON by Jackson's rules. */
    static RunResult completed(@Nullable Object result) {
        return new Completed(result == null ? null : Json.of(result), List.of());
    }

    /** Done in part. */
    static RunResult completed(@Nullable Object result, List<Warning> warnings) {
        return new Completed(result == null ? null : Json.of(result), warnings);
    }

    static RunResult skipped(String reason) {
        return new Skipped(reason);
    }

    /** Failed in its own logic, for good. */
    static RunResult failed(String code, String message) {
        return new Failed(code, message, ErrorKind.APPLICATION, false);
    }

    /** Failed by something around it; another attempt may succeed. */
    static RunResult failedForNow(String code, String message) {
        return new Failed(code, message, ErrorKind.INFRASTRUCTURE, true);
    }
}
