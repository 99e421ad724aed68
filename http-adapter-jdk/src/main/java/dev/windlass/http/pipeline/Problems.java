package dev.windlass.http.pipeline;

import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.ProblemException;
import dev.windlass.job.ConflictException;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.OverloadedException;
import dev.windlass.job.StoreException;
import dev.windlass.job.Violation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where what was thrown becomes what is answered. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);

    /** More than anybody reads; a wrong batch of a thousand must not be answered with a megabyte. */
    private static final int MAX_ERRORS = 100;

    private Problems() {}

    /** Logs what a client must not see, under the request id that it does see. */
    static Problem of(Throwable thrown, String requestId) {
        Throwable cause = unwrapped(thrown);
        if (cause instanceof ProblemException e) {
            return e.problem();
        } else if (cause instanceof InvalidRequestException e) {
            return invalid(e.violations());
        } else if (cause instanceof NotFoundException) {
            return Problem.of(ProblemCode.NOT_FOUND, message(cause));
        } else if (cause instanceof ConflictException e) {
            return Problem.of(code(e.reason()), message(e));
        } else if (cause instanceof OverloadedException) {
            return Problem.of(ProblemCode.OVERLOADED, message(cause)).retryAfter(SOON);
        } else if (cause instanceof StoreException e && e.isTransient()) {
            LOG.warn("Request {}: the store is out of reach: {}", requestId, e.getMessage());
            return Problem.of(ProblemCode.STORE_UNAVAILABLE, "The store is out of reach for now")
                    .retryAfter(LATER);
        }
        LOG.error("Request {} failed", requestId, cause);
        return Problem.of(
                ProblemCode.INTERNAL_ERROR, "Something went wrong; the log has the cause under this request id");
    }

    private static Problem invalid(List<Violation> violations) {
        Violation first = violations.get(0);
        int others = violations.size() - 1;
        String more = others == 0 ? "" : others == 1 ? ", and one more error" : ", and " + others + " more errors";
        return Problem.invalid(
                ProblemCode.VALIDATION_FAILED,
                (first.pointer() + " " + first.detail()).strip() + more,
                violations.subList(0, Math.min(MAX_ERRORS, violations.size())));
    }

    private static ProblemCode code(ConflictException.Reason reason) {
        return switch (reason) {
            case ALREADY_FINISHED -> ProblemCode.ALREADY_FINISHED;
            case NOT_FINISHED -> ProblemCode.NOT_FINISHED;
            case NOT_QUEUED -> ProblemCode.NOT_QUEUED;
            case NOT_RETRIABLE -> ProblemCode.NOT_RETRIABLE;
            case NAME_TAKEN -> ProblemCode.NAME_TAKEN;
            case IN_USE -> ProblemCode.IN_USE;
            case VERSION_MISMATCH -> ProblemCode.VERSION_MISMATCH;
            case KEY_REUSED -> ProblemCode.IDEMPOTENCY_KEY_REUSED;
        };
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String message(Throwable cause) {
        return cause.getMessage() == null ? "" : cause.getMessage();
    }
}
