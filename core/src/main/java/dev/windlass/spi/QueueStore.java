package dev.windlass.spi;

import dev.windlass.job.Job;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The queue: what goes in, what is taken out, what becomes of it. */
public interface QueueStore {

    /**
     * Stores each submission atomically and on its own: one that is refused leaves nothing behind and does not touch the others. A
     * submission whose first job or run is already stored is a repeated call and counts as accepted.
     *
     * @param maxQueued waiting jobs above which submissions with jobs are refused; a store of several processes may be off by what the
     *     others added in the last seconds
     * @return one result per submission, in their order
     */
    List<SubmitResult> submit(List<Submission> submissions, long maxQueued);

    /**
     * {@link #submit} and then {@link #claim} in one transaction, where a store gains by it: a job for an idle node then costs one commit
     * until it starts. Only of submissions that are nothing but jobs.
     *
     * @return null when nothing was stored, and the caller has to do both apart; otherwise all submissions are accepted
     */
    default @Nullable Taken submitAndClaim(List<Submission> submissions, long maxQueued, ClaimRequest request) {
        return null;
    }

    /** What came of a submission and a claim in one. */
    record Taken(List<SubmitResult> results, List<ClaimedRun> claimed) {}

    /** What an idempotency key that has not expired led to. */
    Optional<StoredReply> findReply(String scope, String key);

    /**
     * Takes up to {@code request.max()} due jobs out of the queue for a node, in dispatch order: priority (higher first), due time, id,
     * across all queues that are not paused. Each becomes a run of that node with a fencing token larger than all before it. It stays
     * QUEUED for readers until a {@link Transition.Start} is applied. Returns nothing when the node is unknown or marked dead.
     *
     * <p>Fewer than {@code request.max()} mean that nothing else can be taken just now: what others were taking meanwhile is no reason to
     * return less. What the store cannot be sure of it tells the {@link StoreListener} later.
     */
    List<ClaimedRun> claim(ClaimRequest request);

    /**
     * Applies each transition whose conditions hold, atomically with its events and on its own. A repeated call reports a transition
     * that was already applied as applied.
     *
     * @return one entry per transition, in their order: whether it is in force
     */
    List<Boolean> apply(List<Transition> transitions);

    /**
     * The place of a waiting job in dispatch order among the due jobs, 1 for the next one; counted up to {@code limit}, above which
     * {@code limit + 1} is returned. Empty when the job is not waiting, not yet due or in a paused queue.
     */
    OptionalLong position(UUID jobId, int limit);

    /** Pauses or resumes dispatch from one queue, or from all when null. Running jobs go on. Claims heed it at once. */
    void setPaused(@Nullable String queue, boolean paused);

    /** How full the queue is. */
    QueueStats queueStats();

    /** The live jobs, waiting or running, that these schedules made; at most {@code limit} of each, oldest first. */
    List<Job> liveJobsOf(Collection<UUID> scheduleIds, int limit);
}
