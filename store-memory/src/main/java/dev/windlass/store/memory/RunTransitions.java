package dev.windlass.store.memory;

import dev.windlass.job.JobRun;
import dev.windlass.spi.RunToken;
import dev.windlass.spi.Transition.Finish;
import dev.windlass.spi.Transition.Next;
import dev.windlass.spi.Transition.Release;
import dev.windlass.spi.Transition.Report;
import dev.windlass.spi.Transition.Start;
import dev.windlass.store.memory.JobEntry.Place;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The transitions that show a token. Each says whether it is in force. */
final class RunTransitions {

    private final Tables tables;

    RunTransitions(Tables tables) {
        this.tables = tables;
    }

    boolean start(Start start) {
        LiveRun run = tables.runs.live(start.token());
        if (run == null) {
            EndedRun ended = ended(start.token());
            return ended != null && ended.startedAt(start.startedAt());
        }
        if (run.isStarted()) {
            return start.startedAt().equals(run.startedAt);
        }
        tables.tell(start.events());
        run.startedAt = start.startedAt();
        run.phase = start.phase();
        tables.changed(run);
        JobEntry job = run.job;
        if (job != null) {
            job.place = Place.RUNNING;
            job.statesSent = start.statesSent();
            tables.changed(job);
        }
        return true;
    }

    boolean report(Report report) {
        LiveRun run = tables.runs.live(report.token());
        if (run == null) {
            return false;
        }
        tables.tell(report.events());
        run.phase = report.phase();
        run.progress = report.progress();
        tables.changed(run);
        if (run.job != null) {
            run.job.statesSent = report.statesSent();
            tables.changed(run.job);
        }
        return true;
    }

    boolean finish(Finish finish) {
        LiveRun run = tables.runs.live(finish.token());
        if (run == null) {
            return isSameEnd(finish.run(), ended(finish.token()));
        }
        JobEntry job = run.job;
        if (job != null && finish.next() == null) {
            throw new IllegalArgumentException("The run of a job says what becomes of its job");
        }
        if (finish.unlessCancelled() && job != null && job.cancel != null) {
            return false;
        }
        tables.tell(finish.events());
        tables.runs.remove(run, tables.nodes);
        EndedRun ended = tables.runs.addFinished(finish.run());
        tables.artifacts.keepOnly(run.id(), finish.run().artifacts());
        tables.signals.changed(run.id());
        if (job != null) {
            next(job, finish, ended);
        }
        return true;
    }

    /** Whether this is the same end once more, rather than another one that came late. */
    private static boolean isSameEnd(JobRun run, @Nullable EndedRun ended) {
        return ended != null && ended.status() == run.status() && ended.finishedAt(run.finishedAt());
    }

    private @Nullable EndedRun ended(RunToken token) {
        EndedRun run = tables.runs.finished(token.runId());
        return run != null && run.fence() == token.fence() ? run : null;
    }

    private void next(JobEntry job, Finish finish, EndedRun ended) {
        JobRun run = finish.run();
        job.live = null;
        job.statesSent = finish.statesSent();
        job.addFinished(ended);
        Next next = finish.next();
        if (next instanceof Next.End end) {
            job.attempts = run.attempt();
            job.endedBy(ended, end.status(), end.expiresAt());
            tables.jobs.ended(job);
        } else if (next instanceof Next.Requeue requeue) {
            job.updatedAt = Sorting.finishedAt(run);
            job.attempts = requeue.attempts();
            requeue(job, requeue.notBefore());
        }
        tables.changed(job);
    }

    private void requeue(JobEntry job, @Nullable Instant notBefore) {
        job.notBefore = notBefore;
        tables.queue.add(job, tables.now());
        tables.signals.workAvailable();
    }

    boolean release(Release release) {
        LiveRun run = tables.runs.live(release.token());
        if (run == null) {
            return wasReleased(release.token());
        }
        JobEntry job = run.job;
        if (run.isStarted() || job == null) {
            return false;
        }
        tables.runs.remove(run, tables.nodes);
        tables.artifacts.keepOnly(run.id(), List.of());
        job.live = null;
        job.lostStarts += release.lost() ? 1 : 0;
        requeue(job, job.notBefore);
        tables.changed(job);
        return true;
    }

    /** Nobody has claimed the job since, and the run did not end any other way. */
    private boolean wasReleased(RunToken token) {
        JobEntry job = token.jobId() == null ? null : tables.jobs.find(token.jobId());
        return job != null && job.isInQueue() && job.fence == token.fence() && ended(token) == null;
    }
}
