package dev.windlass.internal;

import dev.windlass.job.ErrorKind;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Warning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended, before it is decided what becomes of its job.
 *
 * @param result when COMPLETED
 * @param failure when FAILED
 */
record Verdict(
        RunStatus status, @Nullable Json result, @Nullable Failure failure, List<Warning> warnings) {

    /** What a failure means for the next attempt. */
    enum Retry {
        NEVER,
        AFTER_BACKOFF,
        /** Nobody is to blame but the node: at once. */
        AT_ONCE,
        /** An orderly release: at once, and the attempt does not count. */
        UNCOUNTED
    }

    record Failure(String code, String message, ErrorKind kind, Retry retry) {}

    static final Verdict CANCELLED = cancelled(null);
    static final Verdict RELEASED =
            failed("released", "The node stopped before the run had ended", ErrorKind.INFRASTRUCTURE, Retry.UNCOUNTED);
    static final Verdict LOST =
            failed("lost", "The node that ran it stopped renewing its lease", ErrorKind.LOST, Retry.AT_ONCE);
    static final Verdict STORE_REFUSED = failed(
            "result_refused", "The store refused what the run left behind", ErrorKind.INFRASTRUCTURE, Retry.NEVER);

    /** @param reason what was said; null when nothing, or when it is not known here */
    static Verdict cancelled(@Nullable String reason) {
        String message = "The run was cancelled" + (reason == null || reason.isBlank() ? "" : ": " + reason);
        return failed("cancelled", message, ErrorKind.CANCELLED, Retry.NEVER);
    }

    static Verdict failed(String code, String message, ErrorKind kind, Retry retry) {
        return new Verdict(RunStatus.FAILED, null, new Failure(code, message, kind, retry), List.of());
    }

    /** @param warnings what the handler warned of while it ran; come before those of the result */
    static Verdict of(RunResult result, List<Warning> warnings) {
        if (result instanceof RunResult.Completed completed) {
            return new Verdict(RunStatus.COMPLETED, completed.result(), null, concat(warnings, completed.warnings()));
        }
        if (result instanceof RunResult.Skipped skipped) {
            return new Verdict(
                    RunStatus.SKIPPED, null, null, concat(warnings, List.of(new Warning("skipped", skipped.reason()))));
        }
        RunResult.Failed failed = (RunResult.Failed) result;
        Failure failure = new Failure(
                failed.code(), failed.message(), failed.kind(), failed.retriable() ? Retry.AFTER_BACKOFF : Retry.NEVER);
        return new Verdict(RunStatus.FAILED, null, failure, List.copyOf(warnings));
    }

    private static List<Warning> concat(List<Warning> first, List<Warning> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return first.isEmpty() ? second : List.copyOf(first);
        }
        return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
    }
}
