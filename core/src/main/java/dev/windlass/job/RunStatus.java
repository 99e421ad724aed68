package dev.windlass.job;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Where a {@link JobRun} is in its life (seed rows C1, M1). Strictly forward-only; only direct runs are ever {@code QUEUED}. */
public enum RunStatus {
    QUEUED,
    RUNNING,
    COMPLETED,
    FAILED,
    SKIPPED;

    /** Made once: each run of a job asks twice. An enum's own statics do not exist yet when its constants are made. */
    private static final class Moves {
        static final Set<RunStatus> FROM_QUEUED = Collections.unmodifiableSet(EnumSet.of(RUNNING, FAILED));
        static final Set<RunStatus> FROM_RUNNING = Collections.unmodifiableSet(EnumSet.of(COMPLETED, FAILED, SKIPPED));
        static final Set<RunStatus> NONE = Set.of();
    }

    /** Whether nothing can change any more. */
    public boolean isTerminal() {
        return successors().isEmpty();
    }

    /** The statuses that may follow this one; empty when terminal. */
    public Set<RunStatus> successors() {
        return switch (this) {
            case QUEUED -> Moves.FROM_QUEUED;
            case RUNNING -> Moves.FROM_RUNNING;
            case COMPLETED, FAILED, SKIPPED -> Moves.NONE;
        };
    }

    /**
     * Returns {@code next} when it may follow this status.
     *
     * @throws IllegalTransitionException when it may not; the message says from and to
     */
    public RunStatus to(RunStatus next) {
        if (!successors().contains(next)) {
            throw new IllegalTransitionException("JobRun", name(), next.name());
        }
        return next;
    }

    /** The status of a job whose last run ended so. @throws IllegalStateException when this status is not terminal */
    public JobStatus asJobStatus() {
        return switch (this) {
            case COMPLETED -> JobStatus.COMPLETED;
            case FAILED -> JobStatus.FAILED;
            case SKIPPED -> JobStatus.SKIPPED;
            case QUEUED, RUNNING -> throw new IllegalStateException(this + " is not terminal");
        };
    }
}
