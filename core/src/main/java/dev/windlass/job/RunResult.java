package dev.windlass.job;

import java.util.List;
import java.util.Objects;
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

    /** There was nothing to do. @param reason that there was not, when it is absent or blank */
    record Skipped(String reason) implements RunResult {
        public Skipped {
            reason = Words.or(reason, "There was nothing to do");
        }
    }

    /**
     * It could not do its work.
     *
     * @param code machine-readable, snake case; {@code failed} when it is absent or blank
     * @param message for people; that the handler failed, when it is absent or blank
     * @param retriable whether another attempt could succeed
     */
    record Failed(String code, String message, ErrorKind kind, boolean retriable) implements RunResult {
        /** @throws NullPointerException when there is no kind */
        public Failed {
            code = Words.or(code, "failed");
            message = Words.or(message, RunError.FAILED);
            Objects.requireNonNull(kind, "kind");
        }
    }

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

    /** @param reason may be null, see {@link Skipped} */
    static RunResult skipped(@Nullable String reason) {
        return new Skipped(reason == null ? "" : reason);
    }

    /** Failed in its own logic, for good. @param message may be null, see {@link Failed} */
    static RunResult failed(String code, @Nullable String message) {
        return new Failed(code, message == null ? "" : message, ErrorKind.APPLICATION, false);
    }

    /** Failed by something around it; another attempt may succeed. @param message may be null, see {@link Failed} */
    static RunResult failedForNow(String code, @Nullable String message) {
        return new Failed(code, message == null ? "" : message, ErrorKind.INFRASTRUCTURE, true);
    }
}
