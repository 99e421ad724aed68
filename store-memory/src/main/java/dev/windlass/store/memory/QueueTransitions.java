package dev.windlass.store.memory;

import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.spi.CancelRequest;
import dev.windlass.spi.Transition.CancelQueued;
import dev.windlass.spi.Transition.Move;
import dev.windlass.spi.Transition.RequestCancel;
import dev.windlass.store.memory.JobEntry.Place;
import java.time.Instant;

/** The transitions that anybody may ask for. Each says whether it is in force. */
final class QueueTransitions {

    private final Tables tables;

    QueueTransitions(Tables tables) {
        this.tables = tables;
    }

    boolean cancel(CancelQueued cancel) {
        JobEntry job = tables.jobs.find(cancel.jobId());
        if (job == null || job.starts != cancel.starts()) {
            return false;
        }
        if (job.status() != JobStatus.QUEUED) {
            return job.isEnded()
                    && job.status() == JobStatus.CANCELLED
                    && job.endedAt().equals(cancel.at());
        }
        tables.tell(cancel.events());
        takeOut(job);
        job.place = Place.ENDED;
        job.cancel = new CancelRequest(cancel.at(), cancel.reason());
        job.endAt(JobStatus.CANCELLED, cancel.at(), cancel.expiresAt());
        tables.jobs.ended(job);
        tables.changed(job);
        return true;
    }

    private void takeOut(JobEntry job) {
        LiveRun claimed = job.live;
        if (claimed == null) {
            tables.queue.remove(job);
        } else {
            tables.runs.remove(claimed, tables.nodes);
            tables.artifacts.forget(claimed.id());
            job.live = null;
        }
    }

    boolean requestCancel(RequestCancel request) {
        JobEntry job = tables.jobs.find(request.jobId());
        if (job == null) {
            return false;
        }
        if (job.cancel != null) {
            return job.cancel.equals(new CancelRequest(request.at(), request.reason()));
        }
        if (job.place != Place.RUNNING) {
            return false;
        }
        tables.tell(request.events());
        job.cancel = new CancelRequest(request.at(), request.reason());
        tables.changed(job);
        tables.signals.cancelRequested();
        return true;
    }

    boolean move(Move move) {
        JobEntry job = tables.jobs.find(move.jobId());
        if (job == null || !job.isInQueue()) {
            return false;
        }
        QueueIndex.checkPriority(move.priority());
        JobSpec moved = job.spec().at(move.priority(), move.dueAt(), move.delayed());
        if (isAt(job, move.expectedPriority(), move.expectedDueAt())) {
            tables.queue.remove(job);
            job.moveTo(moved);
            job.updatedAt = move.at();
            tables.queue.add(job, tables.now());
            tables.changed(job);
            tables.signals.workAvailable();
            return true;
        }
        return moved.equals(job.spec());
    }

    private static boolean isAt(JobEntry job, int priority, Instant dueAt) {
        return job.spec().priority() == priority && job.spec().dueAt().equals(dueAt);
    }
}
