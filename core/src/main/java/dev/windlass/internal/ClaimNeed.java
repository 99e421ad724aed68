package dev.windlass.internal;

import dev.windlass.job.JobSpec;
import org.jspecify.annotations.Nullable;

/**
 * Whether there may be work to claim: nothing is known of a queue but what the last claim left behind and what was said since. Not
 * thread-safe.
 */
final class ClaimNeed {

    private boolean dry;
    private boolean toldSince;
    private boolean claimerAsked;
    private @Nullable JobSpec bestWaiting;

    /** What the claim that is under way will find, if nobody else does. */
    private @Nullable JobSpec bestSought;

    /** Some delayed job has fallen due; which one is not known before a claim. */
    private boolean someDue;

    private boolean someDueSought;

    /** The last claim found less than it wanted, and nothing was said since. */
    boolean isDry() {
        return dry;
    }

    /** There may be work. */
    void told() {
        dry = false;
        toldSince = true;
    }

    /** This node has committed a job that is due. */
    void told(JobSpec job) {
        noteBest(job);
        told();
    }

    /** A delayed job has fallen due: until a claim has looked, it may come before anything. */
    void toldDue() {
        someDue = true;
        told();
    }

    private void noteBest(JobSpec job) {
        if (bestWaiting == null || DispatchOrder.INSTANCE.compare(job, bestWaiting) < 0) {
            bestWaiting = job;
        }
    }

    /** Whether a job comes before this one that was committed here, or left behind by a claim, and that no claim has brought yet. */
    boolean outranks(@Nullable Attempt head) {
        return head != null && (someDue || someDueSought || isBefore(bestWaiting, head) || isBefore(bestSought, head));
    }

    private static boolean isBefore(@Nullable JobSpec job, Attempt head) {
        return job != null && DispatchOrder.INSTANCE.compare(job, HeldJobs.job(head)) < 0;
    }

    /** @return whether the claimer must be woken: it may have work, and was not woken since it last looked */
    boolean askClaimer() {
        boolean ask = !dry && !claimerAsked;
        claimerAsked |= ask;
        return ask;
    }

    void claimerLooks() {
        claimerAsked = false;
    }

    /** A claim begins, which sees everything that was said so far. */
    void claimBegins() {
        toldSince = false;
        bestSought = bestWaiting;
        bestWaiting = null;
        someDueSought = someDue;
        someDue = false;
    }

    /**
     * A claim has ended.
     *
     * @param last the lowest-ranked job that it found, since there may be more that come right after it and before what is held; null
     *     when it found less than it wanted
     */
    void claimEnds(@Nullable JobSpec last) {
        bestSought = null;
        someDueSought = false;
        if (last != null) {
            noteBest(last);
            dry = false;
        } else if (!toldSince) {
            dry = true;
        }
    }

    /** A claim has failed: what it sought is still to be found. */
    void claimFails() {
        JobSpec sought = bestSought;
        bestSought = null;
        someDue |= someDueSought;
        someDueSought = false;
        if (sought != null) {
            told(sought);
        }
        told();
    }
}
