package dev.windlass.internal;

import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Progress;
import dev.windlass.spi.CancelRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.Transition.Next;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What readers will see once a transition is written; events tell exactly that. */
final class JobViews {

    private JobViews() {}

    /** A job whose attempt runs. */
    static Job running(ClaimedRun claim, JobRun run, @Nullable CancelRequest cancel) {
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
                at(cancel),
                null,
                null,
                null,
                List.of(),
                run.id(),
                run.node());
    }

    /** A job whose run has ended. */
    static Job after(ClaimedRun claim, JobRun run, Next next, @Nullable CancelRequest cancel, Instant now) {
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
                    at(cancel),
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
                at(cancel),
                null,
                null,
                run.error(),
                List.of(),
                run.id(),
                run.node());
    }

    private static @Nullable Instant at(@Nullable CancelRequest cancel) {
        return cancel == null ? null : cancel.at();
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
}
