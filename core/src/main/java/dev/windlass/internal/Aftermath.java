package dev.windlass.internal;

import dev.windlass.internal.Turns.Turn;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.job.RunStatus;
import dev.windlass.job.TransitionListener;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.Transition;
import dev.windlass.spi.Transition.Next;
import dev.windlass.webhook.EventFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows a committed transition on this node: counting, listeners, waiters. Thread-safe; must be quick. */
final class Aftermath {

    private final List<TransitionListener> listeners;
    private final Watchers watchers;
    private final Metrics metrics;
    private final Runnable deliveries;
    private final Turns turns = new Turns();

    /** @param deliveries told that there may be webhooks to send */
    Aftermath(List<TransitionListener> listeners, Watchers watchers, Metrics metrics, Runnable deliveries) {
        this.listeners = List.copyOf(listeners);
        this.watchers = watchers;
        this.metrics = metrics;
        this.deliveries = deliveries;
    }

    /** To be taken before a transition of this job is committed. @param jobId null for a run that has none */
    Turn turn(@Nullable UUID jobId) {
        return jobId == null || listeners.isEmpty() ? Turns.NONE : turns.take(jobId);
    }

    /** The same for jobs that are to come, one for each. */
    List<Turn> turns(List<JobSpec> jobs) {
        List<Turn> taken = new ArrayList<>(jobs.size());
        jobs.forEach(job -> taken.add(turn(job.id())));
        return taken;
    }

    void submitted(JobSpec job, Turn turn) {
        metrics.submitted();
        turn.tell(() ->
                tell(listener -> listener.jobChanged(job.id(), job.type(), null, JobStatus.QUEUED, job.createdAt())));
    }

    /** These were stored: when they interested somebody, there is something to deliver. */
    void stored(List<EventDraft> events) {
        if (EventFactory.anyTold(events)) {
            deliveries.run();
        }
    }

    void directAccepted(JobRun run) {
        tell(listener -> listener.runChanged(run.id(), null, run.jobType(), null, RunStatus.QUEUED, run.createdAt()));
    }

    void started(JobRun run, Transition.Start start, Turn turn) {
        Instant at = start.startedAt();
        metrics.started();
        stored(start.events());
        UUID jobId = run.jobId();
        if (!listeners.isEmpty()) {
            RunStatus before = jobId == null ? RunStatus.QUEUED : null;
            turn.tell(() -> {
                if (jobId != null) {
                    tell(l -> l.jobChanged(jobId, run.jobType(), JobStatus.QUEUED, JobStatus.RUNNING, at));
                }
                tell(l -> l.runChanged(run.id(), jobId, run.jobType(), before, RunStatus.RUNNING, at));
            });
        }
        changed(run.id(), jobId);
    }

    void reported(JobRun run, Transition.Report report) {
        stored(report.events());
        changed(run.id(), run.jobId());
    }

    void finished(Transition.Finish finish, Instant at, Turn turn) {
        JobRun run = finish.run();
        metrics.finished(run);
        stored(finish.events());
        UUID jobId = run.jobId();
        if (!listeners.isEmpty()) {
            turn.tell(() -> {
                tell(l -> l.runChanged(run.id(), jobId, run.jobType(), RunStatus.RUNNING, run.status(), at));
                JobStatus next = statusOf(finish.next());
                if (jobId != null && next != null) {
                    tell(l -> l.jobChanged(jobId, run.jobType(), JobStatus.RUNNING, next, at));
                }
            });
        }
        changed(run.id(), jobId);
    }

    void cancelled(Job job, Instant at, Turn turn) {
        metrics.cancelled();
        turn.tell(
                () -> tell(l -> l.jobChanged(job.id(), job.spec().type(), JobStatus.QUEUED, JobStatus.CANCELLED, at)));
        changed(job.id(), null);
    }

    void changedElsewhere(Collection<UUID> ids) {
        watchers.changed(ids);
        tell(listener -> listener.changedElsewhere(ids));
    }

    void changed(UUID id, @Nullable UUID other) {
        watchers.changed(id);
        if (other != null) {
            watchers.changed(other);
        }
    }

    private static @Nullable JobStatus statusOf(@Nullable Next next) {
        if (next instanceof Next.End end) {
            return end.status();
        }
        return next == null ? null : JobStatus.QUEUED;
    }

    private void tell(Consumer<TransitionListener> event) {
        for (TransitionListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (Throwable e) {
                // What follows must happen all the same: a place given back, a job queued again, the rest of a batch
                // told.
                log().error("A transition listener failed", e);
            }
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Aftermath.class);
    }
}
