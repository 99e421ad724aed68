package dev.windlass.json;

import dev.windlass.job.ErrorKind;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.RunError;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The closed word set of {@code /v1/jobs} and {@code /v1/runs} (seed-000, seed-002). */
public enum StatusWord {
    SCHEDULED,
    PENDING,
    RUNNING,
    CANCELLING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    CANCELLED;

    /** The word for a job. @param now decides between SCHEDULED and PENDING */
    public static StatusWord of(Job job, Instant now) {
        return switch (job.status()) {
            case QUEUED -> waiting(job, now);
            case RUNNING -> job.cancelRequestedAt() == null ? RUNNING : CANCELLING;
            case COMPLETED -> SUCCEEDED;
            case FAILED -> isTimeout(job.error()) ? TIMED_OUT : FAILED;
            case SKIPPED, CANCELLED -> CANCELLED;
        };
    }

    /** A job that has run before never goes back to waiting here. */
    private static StatusWord waiting(Job job, Instant now) {
        if (Waiting.betweenAttempts(job)) {
            return RUNNING;
        }
        return job.spec().delayed() && job.spec().dueAt().isAfter(now) ? SCHEDULED : PENDING;
    }

    /** The word for a run. @param cancelRequested whether somebody asked to cancel its job */
    public static StatusWord of(JobRun run, boolean cancelRequested) {
        return switch (run.status()) {
            case QUEUED -> PENDING;
            case RUNNING -> cancelRequested ? CANCELLING : RUNNING;
            case COMPLETED -> SUCCEEDED;
            case FAILED -> failed(run.error());
            case SKIPPED -> CANCELLED;
        };
    }

    private static StatusWord failed(@Nullable RunError error) {
        if (error != null && error.kind() == ErrorKind.CANCELLED) {
            return CANCELLED;
        }
        return isTimeout(error) ? TIMED_OUT : FAILED;
    }

    private static boolean isTimeout(@Nullable RunError error) {
        return error != null && error.kind() == ErrorKind.TIMEOUT;
    }
}
