package dev.windlass.job;

import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Told of transitions made by this node, after they were committed, in order for each job and by one thread at a time for each job. Called
 * on a thread that committed one of the job's transitions, with no lock held: it must return soon; what it throws, errors too, is logged.
 * Every method does nothing unless overridden.
 */
public interface TransitionListener {

    /** A job came to be ({@code from} null) or went from one status to another. */
    default void jobChanged(UUID jobId, String jobType, @Nullable JobStatus from, JobStatus to, Instant at) {}

    /**
     * Other processes that share the store changed these jobs or runs, or made them; an empty collection means that they may have changed
     * any. A hint on the store's own thread: it may be lost or doubled, and what has changed is to be looked up elsewhere.
     */
    default void changedElsewhere(Collection<UUID> ids) {}

    /** A run came to be or went from one status to another; {@code jobId} is null when direct. */
    default void runChanged(
            UUID runId, @Nullable UUID jobId, String jobType, @Nullable RunStatus from, RunStatus to, Instant at) {}
}
