package dev.windlass.store.memory;

import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job and where it is. A million of them wait in one heap, so what most jobs never have (a cancel request, an end, a second attempt)
 * is kept in an object of its own. Guarded by the store's lock.
 */
final class JobEntry {

    /** Where a job is, finer than its status. */
    enum Place {
        READY,
        DELAYED,
        /** Taken by a node that has not said that it started; readers see QUEUED. */
        CLAIMED,
        RUNNING,
        ENDED
    }

    /** That somebody asked to cancel it. */
    record CancelRequest(Instant at, @Nullable String reason) {}

    /** How it ended. */
    record End(JobStatus status, Instant at, Instant expiresAt) {}

    private JobSpec spec;
    Place place = Place.READY;
    int attempts;
    int starts;
    int statesSent;
    int lostStarts;
    /** The token of its last claim. */
    long fence;

    long stamp;
    Instant updatedAt;

    @Nullable
    Instant notBefore;

    @Nullable
    LiveRun live;

    @Nullable
    JobRun lastRun;

    private @Nullable List<JobRun> earlierRuns;

    @Nullable
    CancelRequest cancel;

    @Nullable
    End end;

    JobEntry(JobSpec spec) {
        this.spec = spec;
        this.updatedAt = spec.createdAt();
    }

    JobSpec spec() {
        return spec;
    }

    UUID id() {
        return spec.id();
    }

    /** Only while it is in no index. */
    void moveTo(JobSpec moved) {
        spec = moved;
    }

    JobStatus status() {
        return switch (place) {
            case READY, DELAYED, CLAIMED -> JobStatus.QUEUED;
            case RUNNING -> JobStatus.RUNNING;
            case ENDED -> ended().status();
        };
    }

    boolean isInQueue() {
        return place == Place.READY || place == Place.DELAYED;
    }

    /** Not before this may it be dispatched. */
    Instant wakeAt() {
        Instant later = notBefore;
        return later == null || later.isBefore(spec.dueAt()) ? spec.dueAt() : later;
    }

    Instant expiresAt() {
        return ended().expiresAt();
    }

    private End ended() {
        if (end == null) {
            throw new IllegalStateException("Job " + id() + " has not ended");
        }
        return end;
    }

    /** The finished runs, oldest first. */
    List<JobRun> finishedRuns() {
        if (lastRun == null) {
            return List.of();
        }
        List<JobRun> all = new ArrayList<>(earlierRuns == null ? List.of() : earlierRuns);
        all.add(lastRun);
        return all;
    }

    void addFinished(JobRun run) {
        if (lastRun != null) {
            if (earlierRuns == null) {
                earlierRuns = new ArrayList<>(2);
            }
            earlierRuns.add(lastRun);
        }
        lastRun = run;
    }
}
