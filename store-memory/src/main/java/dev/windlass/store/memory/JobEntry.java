package dev.windlass.store.memory;

import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.spi.CancelRequest;
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

    /** When it ended, and when it is forgotten, where its last run does not say just that. */
    private record End(Instant at, Instant expiresAt) {}

    private JobSpec spec;
    Place place = Place.READY;
    int attempts;
    int starts;
    int statesSent;
    int lostStarts;
    /** The token of its last claim. */
    long fence;

    long stamp;
    /** When its status last changed while it waits: once it runs, or has ended, its run says so. */
    Instant updatedAt;

    @Nullable
    Instant notBefore;

    @Nullable
    LiveRun live;

    @Nullable
    EndedRun lastRun;

    private @Nullable List<EndedRun> earlierRuns;

    @Nullable
    CancelRequest cancel;

    private @Nullable JobStatus endStatus;
    private @Nullable End end;

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
            case ENDED -> endStatus == null ? JobStatus.CANCELLED : endStatus;
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

    boolean isEnded() {
        return place == Place.ENDED;
    }

    /** Its last run, which has been added, ends it. */
    void endedBy(EndedRun run, JobStatus status, Instant expiresAt) {
        if (run.expiresAt(expiresAt)) {
            place = Place.ENDED;
            endStatus = status;
            forgetUpdate();
        } else {
            endAt(status, run.finishedAt(), expiresAt);
        }
    }

    void endAt(JobStatus status, Instant at, Instant expiresAt) {
        place = Place.ENDED;
        endStatus = status;
        forgetUpdate();
        end = new End(at, expiresAt);
    }

    private void forgetUpdate() {
        // Each write of a reference into an old object is looked at by the collector: most jobs need none here.
        if (updatedAt != spec.createdAt()) {
            updatedAt = spec.createdAt();
        }
    }

    Instant endedAt() {
        return end == null ? lastRun().finishedAt() : end.at();
    }

    long expiresMicros() {
        return end == null ? lastRun().expiresMicros : EndedRun.micros(end.expiresAt());
    }

    @Nullable
    Instant expiresAt() {
        return end == null ? EndedRun.instant(lastRun().expiresMicros) : end.expiresAt();
    }

    /** When the status of a job that does not run changed last. */
    Instant updatedAt() {
        return isEnded() ? endedAt() : updatedAt;
    }

    private EndedRun lastRun() {
        if (lastRun == null || !isEnded()) {
            throw new IllegalStateException("Job " + id() + " has not ended");
        }
        return lastRun;
    }

    /** The finished runs, oldest first. */
    List<EndedRun> finishedRuns() {
        if (lastRun == null) {
            return List.of();
        }
        List<EndedRun> all = new ArrayList<>(earlierRuns == null ? List.of() : earlierRuns);
        all.add(lastRun);
        return all;
    }

    void addFinished(EndedRun run) {
        if (lastRun != null) {
            if (earlierRuns == null) {
                earlierRuns = new ArrayList<>(2);
            }
            earlierRuns.add(lastRun);
        }
        lastRun = run;
    }
}
