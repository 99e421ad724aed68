package dev.windlass.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One execution attempt as it stands at one moment; frozen once terminal.
 *
 * @param jobId null when direct
 * @param attempt from 1
 * @param phase null unless RUNNING
 * @param nodeId the process that runs it, or ran it; null for a run that no node had, such as a skipped fire of a schedule
 * @param node name of that process
 * @param fence the fencing token: grows with every claim, so that a stale holder can be refused; 0 when no node had it
 * @param startedAt when its handler started; null while a direct run waits
 * @param finishedAt when its handler ended, or was given up; null before
 * @param heartbeatAt when its node was last known to be alive; null once terminal
 * @param result when COMPLETED and small enough to be held inline; null otherwise
 * @param error null unless FAILED
 * @param artifacts empty until it has COMPLETED, FAILED or SKIPPED
 * @param expiresAt when it will be forgotten; null until then unknown
 */
public record JobRun(
        UUID id,
        @Nullable UUID jobId,
        String jobType,
        Trigger trigger,
        int attempt,
        RunStatus status,
        @Nullable Phase phase,
        @Nullable UUID nodeId,
        @Nullable String node,
        long fence,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant heartbeatAt,
        Progress progress,
        @Nullable Json result,
        @Nullable RunError error,
        List<Warning> warnings,
        List<ArtifactInfo> artifacts,
        @Nullable Instant expiresAt) {

    public JobRun {
        warnings = List.copyOf(warnings);
        artifacts = List.copyOf(artifacts);
    }

    /** A direct run as its node has accepted it; no claim will ever raise its fence. */
    public static JobRun waitingDirect(
            UUID id, String jobType, UUID nodeId, String node, long fence, Instant createdAt) {
        return new JobRun(
                id,
                null,
                jobType,
                Trigger.DIRECT,
                1,
                RunStatus.QUEUED,
                null,
                nodeId,
                node,
                fence,
                createdAt,
                null,
                null,
                null,
                Progress.NONE,
                null,
                null,
                List.of(),
                List.of(),
                null);
    }

    /** From start to end, or null when it has not both. */
    public @Nullable Duration duration() {
        return startedAt == null || finishedAt == null ? null : Duration.between(startedAt, finishedAt);
    }

    /** The same run further on. */
    public JobRun withProgress(@Nullable Phase newPhase, Progress newProgress) {
        return new JobRun(
                id,
                jobId,
                jobType,
                trigger,
                attempt,
                status,
                newPhase,
                nodeId,
                node,
                fence,
                createdAt,
                startedAt,
                finishedAt,
                heartbeatAt,
                newProgress,
                result,
                error,
                warnings,
                artifacts,
                expiresAt);
    }

    /** The same run with what it has left behind. */
    public JobRun withArtifacts(List<ArtifactInfo> newArtifacts) {
        return new JobRun(
                id,
                jobId,
                jobType,
                trigger,
                attempt,
                status,
                phase,
                nodeId,
                node,
                fence,
                createdAt,
                startedAt,
                finishedAt,
                heartbeatAt,
                progress,
                result,
                error,
                warnings,
                newArtifacts,
                expiresAt);
    }
}
