package dev.windlass.spi;

import dev.windlass.job.JobRun;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run that is live in the store.
 *
 * @param claim what was claimed; null when direct
 * @param run the run as it stands; RUNNING, or QUEUED when it has not started (a job's run then has no {@code startedAt})
 * @param cancelRequestedAt when somebody asked to cancel its job; null when nobody did
 * @param cancelReason what they said; null when nothing
 * @param lostStarts how often the job was lost before it had started
 */
public record HeldRun(
        @Nullable ClaimedRun claim,
        RunToken token,
        JobRun run,
        @Nullable Instant cancelRequestedAt,
        @Nullable String cancelReason,
        int lostStarts) {}
