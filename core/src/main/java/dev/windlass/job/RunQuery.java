package dev.windlass.job;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which runs to list. A null or empty member does not filter. Live runs come first, newest first by id; then finished runs, newest first
 * by their end.
 *
 * @param cursor where to go on, as given by the last page; null for the first page
 * @param limit 1–500
 */
public record RunQuery(
        @Nullable UUID jobId,
        Set<RunStatus> statuses,
        @Nullable Trigger trigger,
        @Nullable String jobType,
        @Nullable Instant finishedAfter,
        @Nullable Instant finishedBefore,
        @Nullable String cursor,
        int limit) {

    /** The statuses of finished attempts, which is what a history lists by default. */
    public static final Set<RunStatus> FINISHED = Set.of(RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.SKIPPED);

    public RunQuery {
        statuses = Set.copyOf(statuses);
    }

    /** All attempts of one job, the live one included. */
    public static RunQuery ofJob(UUID jobId, @Nullable String cursor, int limit) {
        return new RunQuery(jobId, Set.of(), null, null, null, null, cursor, limit);
    }

    /** All finished runs. */
    public static RunQuery finished(int limit) {
        return new RunQuery(null, FINISHED, null, null, null, null, null, limit);
    }

    public RunQuery from(@Nullable String newCursor) {
        return new RunQuery(jobId, statuses, trigger, jobType, finishedAfter, finishedBefore, newCursor, limit);
    }
}
