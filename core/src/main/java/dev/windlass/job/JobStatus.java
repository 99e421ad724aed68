package dev.windlass.job;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Where a {@link Job} is in its life (seed rows C1, T3). Moves go forward only; the one way back, {@code RUNNING → QUEUED}, means that
 * an attempt ended and another one is due.
 */
public enum JobStatus {
    QUEUED,
    RUNNING,
    COMPLETED,
    FAILED,
    SKIPPED,
    CANCELLED;

    /** Made once: each run of a job asks twice. An enum's own statics do not exist yet when its constants are made. */
    private static final class Moves {
        static final Set<JobStatus> FROM_QUEUED = Collections.unmodifiableSet(EnumSet.of(RUNNING, CANCELLED, SKIPPED));
        static final Set<JobStatus> FROM_RUNNING =
                Collections.unmodifiableSet(EnumSet.of(QUEUED, COMPLETED, FAILED, SKIPPED, CANCELLED));
        static final Set<JobStatus> NONE = Set.of();
    }

    /** Whether nothing can change any more. */
    public boolean isTerminal() {
        return successors().isEmpty();
    }

    /** The statuses that may follow this one; empty when terminal. */
    public Set<JobStatus> successors() {
        return switch (this) {
            case QUEUED -> Moves.FROM_QUEUED;
            case RUNNING -> Moves.FROM_RUNNING;
            case COMPLETED, FAILED, SKIPPED, CANCELLED -> Moves.NONE;
        };
    }

    /**
     * Returns {@code next} when it may follow this status.
     *
     * @throws IllegalTransitionException when it may not; the message says from and to
     */
    public JobStatus to(JobStatus next) {
        if (!successors().contains(next)) {
            throw new IllegalTransitionException("Job", name(), next.name());
        }
        return next;
    }
}
