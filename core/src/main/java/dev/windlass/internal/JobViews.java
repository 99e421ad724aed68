package dev.windlass.internal;

import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Phase;
import dev.windlass.job.Progress;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.Transition.Next;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What readers will see once a transition is written; events tell exactly that. */
final class JobViews {

    private JobViews() {}

    /** A job whose attempt runs. */
    static Job running(ClaimedRun claim, JobRun run, @Nullable Instant cancelRequestedAt) {
        Instant updated = run.startedAt() == null ? run.createdAt() : run.startedAt();
        return new Job(
                claim.job(),
                JobStatus.RUNNING,
                claim.attempt(),
                claim.starts(),
                null,
                run.phase(),
                run.progress(),
                run.startedAt(),
                null,
                updated,
                cancelRequestedAt,
                null,
                null,
                null,
                List.of(),
                run.id(),
                run.node());
    }

    /** A job whose run has ended. */
    static Job after(ClaimedRun claim, JobRun run, Next next, @Nullable Instant cancelRequestedAt, Instant now) {
        if (next instanceof Next.End end) {
            boolean completed = end.status() == JobStatus.COMPLETED;
            return new Job(
                    claim.job(),
                    end.status(),
                    run.attempt(),
                    claim.starts(),
                    null,
                    null,
                    run.progress(),
                    run.startedAt(),
                    now,
                    now,
                    cancelRequestedAt,
                    end.expiresAt(),
                    completed ? run.result() : null,
                    run.error(),
                    run.warnings(),
                    run.id(),
                    run.node());
        }
        Next.Requeue requeue = (Next.Requeue) next;
        return new Job(
                claim.job(),
                JobStatus.QUEUED,
                requeue.attempts(),
                claim.starts(),
                requeue.notBefore(),
                null,
                Progress.NONE,
                run.startedAt(),
                null,
                now,
                cancelRequestedAt,
                null,
                null,
                run.error(),
                List.of(),
                run.id(),
                run.node());
    }

    /** A waiting job that was cancelled. */
    static Job cancelled(Job job, Instant now, Instant expiresAt) {
        return new Job(
                job.spec(),
                job.status().to(JobStatus.CANCELLED),
                job.attempt(),
                job.starts(),
                null,
                null,
                job.progress(),
                job.startedAt(),
                now,
                now,
                now,
                expiresAt,
                null,
                job.error(),
                job.warnings(),
                job.lastRunId(),
                job.node());
    }

    /** A running job that was asked to stop. */
    static Job cancelRequested(Job job, Instant now) {
        return new Job(
                job.spec(),
                job.status(),
                job.attempt(),
                job.starts(),
                null,
                job.phase(),
                job.progress(),
                job.startedAt(),
                null,
                job.updatedAt(),
                now,
                null,
                null,
                null,
                job.warnings(),
                job.lastRunId(),
                job.node());
    }

    /** A job that a schedule skipped. */
    static Job skipped(JobSpec spec, JobRun run, Instant expiresAt) {
        return new Job(
                spec,
                JobStatus.SKIPPED,
                run.attempt(),
                0,
                null,
                null,
                Progress.NONE,
                run.startedAt(),
                run.finishedAt(),
                spec.createdAt(),
                null,
                expiresAt,
                null,
                null,
                run.warnings(),
                run.id(),
                run.node());
    }

    /** A run of this claim that starts now. */
    static JobRun started(ClaimedRun claim, java.util.UUID nodeId, String node, Phase phase, Instant startedAt) {
        JobSpec job = claim.job();
        return new JobRun(
                claim.token().runId(),
                job.id(),
                job.type(),
                job.trigger(),
                claim.attempt(),
                dev.windlass.job.RunStatus.RUNNING,
                phase,
                nodeId,
                node,
                claim.token().fence(),
                startedAt,
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
    static JobRun startedDirect(JobRun run, Phase phase, Instant startedAt) {
        return new JobRun(
                run.id(),
                null,
                run.jobType(),
                run.trigger(),
                run.attempt(),
                run.status().to(dev.windlass.job.RunStatus.RUNNING),
                phase,
                run.nodeId(),
                run.node(),
                run.fence(),
                run.createdAt(),
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

    /** A run that is claimed but has not started. */
    static JobRun claimed(ClaimedRun claim, java.util.UUID nodeId, String node, Instant now) {
        JobSpec job = claim.job();
        return new JobRun(
                claim.token().runId(),
                job.id(),
                job.type(),
                job.trigger(),
                claim.attempt(),
                dev.windlass.job.RunStatus.QUEUED,
                null,
                nodeId,
                node,
                claim.token().fence(),
                now,
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

    /** A lost run: one that never started, as far as is known, ends as if it had just begun. A waiting direct run stays QUEUED. */
    static JobRun assumeStarted(JobRun run, Instant now) {
        return run.jobId() == null || run.startedAt() != null
                ? run
                : new JobRun(
                        run.id(),
                        run.jobId(),
                        run.jobType(),
                        run.trigger(),
                        run.attempt(),
                        dev.windlass.job.RunStatus.RUNNING,
                        Phase.LOADING,
                        run.nodeId(),
                        run.node(),
                        run.fence(),
                        run.createdAt(),
                        now,
                        null,
                        null,
                        run.progress(),
                        null,
                        null,
                        List.of(),
                        List.of(),
                        null);
    }
}
