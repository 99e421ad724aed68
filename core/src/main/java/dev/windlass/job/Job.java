package dev.windlass.job;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One unit of queued work as it stands at one moment.
 *
 * @param attempt executions that count so far, the current one included; 0 before the first
 * @param starts how often it has been claimed, attempts that do not count included; orders its events
 * @param nextAttemptAt when the next attempt is due; null unless it waits between attempts
 * @param phase of the current attempt; null unless RUNNING
 * @param progress of the current attempt, or of the last one once terminal
 * @param startedAt start of the current or last attempt; null when none started
 * @param finishedAt when it became terminal; null before
 * @param updatedAt last change of its status
 * @param cancelRequestedAt when somebody asked to cancel it; null when nobody did
 * @param expiresAt when it will be forgotten; null until it is terminal
 * @param result of a COMPLETED job, when it is small enough to be held inline; null otherwise
 * @param error of the last attempt; null while RUNNING, COMPLETED or SKIPPED
 * @param lastRunId its current or last run; null when it never ran
 * @param node name of the node that runs it, or ran it last; null when it never ran
 */
public record Job(
        JobSpec spec,
        JobStatus status,
        int attempt,
        int starts,
        @Nullable Instant nextAttemptAt,
        @Nullable Phase phase,
        Progress progress,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Instant updatedAt,
        @Nullable Instant cancelRequestedAt,
        @Nullable Instant expiresAt,
        @Nullable Json result,
        @Nullable RunError error,
        List<Warning> warnings,
        @Nullable UUID lastRunId,
        @Nullable String node) {

    public Job {
        warnings = List.copyOf(warnings);
    }

    public UUID id() {
        return spec.id();
    }

    /** The job as it is the moment it was made. */
    public static Job queued(JobSpec spec) {
        return new Job(
                spec,
                JobStatus.QUEUED,
                0,
                0,
                null,
                null,
                Progress.NONE,
                null,
                null,
                spec.createdAt(),
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null);
    }
}
