package dev.windlass.internal;

import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.Phase;
import dev.windlass.job.Progress;
import dev.windlass.job.RunStatus;
import dev.windlass.spi.ClaimedRun;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What readers will see of a run before its end; see {@link Endings} for the end, and {@link JobViews} for jobs. */
final class RunViews {

    private RunViews() {}

    /** A run that is claimed but has not started. */
    static JobRun claimed(ClaimedRun claim, UUID nodeId, String node, Instant now) {
        return ofClaim(claim, RunStatus.QUEUED, null, nodeId, node, now, null);
    }

    /** A run of this claim that starts now. */
    static JobRun started(ClaimedRun claim, UUID nodeId, String node, Phase phase, Instant now) {
        return ofClaim(claim, RunStatus.RUNNING, phase, nodeId, node, now, now);
    }

    private static JobRun ofClaim(
            ClaimedRun claim,
            RunStatus status,
            @Nullable Phase phase,
            UUID nodeId,
            String node,
            Instant createdAt,
            @Nullable Instant startedAt) {
        JobSpec job = claim.job();
        return new JobRun(
                claim.token().runId(),
                job.id(),
                job.type(),
                job.trigger(),
                claim.attempt(),
                status,
                phase,
                nodeId,
                node,
                claim.token().fence(),
                createdAt,
                startedAt,
                null,
                startedAt,
                Progress.NONE,
                null,
                null,
                List.of(),
                List.of(),
                null);
    }

    /** A direct run that starts now. */
    static JobRun startedDirect(JobRun waiting, Phase phase, Instant now) {
        return begun(waiting, waiting.status().to(RunStatus.RUNNING), phase, now, now);
    }

    /** A lost run: one that never started, as far as is known, ends as if it had just begun. A waiting direct run stays QUEUED. */
    static JobRun assumeStarted(JobRun run, Instant now) {
        return run.jobId() == null || run.startedAt() != null
                ? run
                : begun(run, RunStatus.RUNNING, Phase.LOADING, now, null);
    }

    private static JobRun begun(
            JobRun run, RunStatus status, Phase phase, Instant startedAt, @Nullable Instant heartbeatAt) {
        return new JobRun(
                run.id(),
                run.jobId(),
                run.jobType(),
                run.trigger(),
                run.attempt(),
                status,
                phase,
                run.nodeId(),
                run.node(),
                run.fence(),
                run.createdAt(),
                startedAt,
                null,
                heartbeatAt,
                run.progress(),
                null,
                null,
                List.of(),
                List.of(),
                null);
    }
}
