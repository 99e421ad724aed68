package dev.windlass.store.memory;

import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Json;
import dev.windlass.job.Progress;
import dev.windlass.job.RunError;
import dev.windlass.job.RunStatus;
import dev.windlass.spi.CancelRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.HeldRun;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What readers see of jobs and runs. */
final class Views {

    private Views() {}

    static Job job(JobEntry job) {
        LiveRun live = job.place == JobEntry.Place.RUNNING ? job.live : null;
        return live == null ? resting(job) : running(job, live);
    }

    private static Job running(JobEntry job, LiveRun live) {
        return new Job(
                job.spec(),
                JobStatus.RUNNING,
                job.attempts + 1,
                job.starts,
                null,
                live.phase,
                live.progress,
                live.startedAt,
                null,
                live.startedAt == null ? job.updatedAt : live.startedAt,
                cancelRequestedAt(job),
                null,
                null,
                null,
                List.of(),
                live.id(),
                live.node.info.name());
    }

    private static Job resting(JobEntry job) {
        boolean ended = job.isEnded();
        JobRun last = job.lastRun == null ? null : job.lastRun.run();
        JobStatus status = job.status();
        return new Job(
                job.spec(),
                status,
                job.attempts,
                job.starts,
                !ended && last != null ? job.notBefore : null,
                null,
                !ended || last == null ? Progress.NONE : last.progress(),
                last == null ? null : last.startedAt(),
                ended ? job.endedAt() : null,
                job.updatedAt(),
                cancelRequestedAt(job),
                ended ? job.expiresAt() : null,
                result(status, last),
                error(status, last),
                !ended || last == null ? List.of() : last.warnings(),
                last == null ? null : last.id(),
                last == null ? null : last.node());
    }

    private static @Nullable Json result(JobStatus status, @Nullable JobRun last) {
        return last != null && status == JobStatus.COMPLETED ? last.result() : null;
    }

    private static @Nullable RunError error(JobStatus status, @Nullable JobRun last) {
        boolean shown = status == JobStatus.FAILED || status == JobStatus.CANCELLED || status == JobStatus.QUEUED;
        return last != null && shown ? last.error() : null;
    }

    private static @Nullable Instant cancelRequestedAt(JobEntry job) {
        return job.cancel == null ? null : job.cancel.at();
    }

    static JobRun run(LiveRun run) {
        return run.accepted == null ? ofJob(run) : direct(run, run.accepted);
    }

    private static JobRun ofJob(LiveRun run) {
        JobEntry job = run.job;
        if (job == null) {
            throw new IllegalStateException("Run " + run.id() + " is neither direct nor a job's");
        }
        Instant start = run.startedAt;
        return new JobRun(
                run.id(),
                job.id(),
                job.spec().type(),
                job.spec().trigger(),
                job.attempts + 1,
                start == null ? RunStatus.QUEUED : RunStatus.RUNNING,
                run.phase,
                run.node.id(),
                run.node.info.name(),
                run.token.fence(),
                start == null ? run.claimedAt : start,
                start,
                null,
                run.node.renewedAt,
                run.progress,
                null,
                null,
                List.of(),
                List.of(),
                null);
    }

    private static JobRun direct(LiveRun run, JobRun accepted) {
        UUID nodeId = accepted.nodeId();
        return new JobRun(
                accepted.id(),
                null,
                accepted.jobType(),
                accepted.trigger(),
                accepted.attempt(),
                run.isStarted() ? RunStatus.RUNNING : RunStatus.QUEUED,
                run.phase,
                nodeId,
                accepted.node(),
                accepted.fence(),
                accepted.createdAt(),
                run.startedAt,
                null,
                run.node.renewedAt,
                run.progress,
                null,
                null,
                List.of(),
                List.of(),
                null);
    }

    static HeldRun held(LiveRun run) {
        JobEntry job = run.job;
        if (job == null) {
            return new HeldRun(null, run.token, run(run), null, null, 0);
        }
        ClaimedRun claim = new ClaimedRun(job.spec(), run.token, job.attempts + 1, job.starts, job.statesSent);
        CancelRequest cancel = job.cancel;
        return new HeldRun(
                claim,
                run.token,
                run(run),
                cancel == null ? null : cancel.at(),
                cancel == null ? null : cancel.reason(),
                job.lostStarts);
    }
}
