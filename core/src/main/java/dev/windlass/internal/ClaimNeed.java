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
    private @Nullable JobSpec bestCommitted;

    /** What the claim that is under way will find, if nobody else does. */
    private @Nullable JobSpec bestSought;

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
        if (bestCommitted == null || DispatchOrder.INSTANCE.compare(job, bestCommitted) < 0) {
            bestCommitted = job;
        }
        told();
    }

    /** Whether a job that was committed here, and that no claim has brought yet, comes before this one. */
    boolean outranks(@Nullable Attempt head) {
        return head != null && (isBefore(bestCommitted, head) || isBefore(bestSought, head));
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
        bestSought = bestCommitted;
        bestCommitted = null;
    }

    /** A claim has ended. */
    void claimEnds(boolean foundLess) {
        bestSought = null;
        if (foundLess && !toldSince) {
            dry = true;
        }
    }

    /** A claim has failed: what it sought is still to be found. */
    void claimFails() {
        JobSpec sought = bestSought;
        bestSought = null;
        if (sought != null) {
            told(sought);
        }
        told();
    }
}
