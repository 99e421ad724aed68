package dev.windlass.http.surface;

import dev.windlass.JobScheduler;
import dev.windlass.job.JobStatus;
import dev.windlass.job.RunStatus;
import dev.windlass.job.TransitionListener;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /api/events} tells: each transition that this node makes, and the states that other nodes bring jobs and runs to. The
 * latter are looked up when the store says that they changed, so that changes that follow each other closely are told as one; when there
 * are more than can be looked up, readers are told to list anew by an event {@code reset}. Register it with the scheduler's builder.
 * Thread-safe.
 */
public final class EventFeed implements TransitionListener {

    private final EventLog log = new EventLog();
    private volatile @Nullable Elsewhere elsewhere;

    /** @param readers where readers are served, so that whoever commits is not held up by how many they are */
    void serve(Executor readers, JobScheduler scheduler) {
        log.serveOn(readers);
        elsewhere = new Elsewhere(scheduler, log, readers);
    }

    EventLog log() {
        return log;
    }

    static String nameOf(JobStatus status) {
        return "job." + status.name().toLowerCase(Locale.ROOT);
    }

    static String nameOf(RunStatus status) {
        return "job.run." + status.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void jobChanged(UUID jobId, String jobType, @Nullable JobStatus from, JobStatus to, Instant at) {
        log.add(new EventLog.Change(nameOf(to), jobId, null, jobType, to.name(), at));
    }

    @Override
    public void runChanged(
            UUID runId, @Nullable UUID jobId, String jobType, @Nullable RunStatus from, RunStatus to, Instant at) {
        log.add(new EventLog.Change(nameOf(to), jobId, runId, jobType, to.name(), at));
    }

    @Override
    public void changedElsewhere(Collection<UUID> ids) {
        Elsewhere others = elsewhere;
        if (others != null) {
            others.changed(ids);
        }
    }
}
