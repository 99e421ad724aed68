package dev.windlass.internal;

import dev.windlass.job.JobSpec;
import dev.windlass.spi.ClaimedRun;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that this node holds in advance, and how many more it wants: enough that short handlers need not wait for a claim, none while
 * handlers are long, and never in the way of a job that outranks what is held. Not thread-safe.
 */
final class Prefetch {

    private final int slots;
    private final QueueQuota quota;
    private final DurationEstimate durations;
    private final JobSizes sizes;
    private final HeldJobs held = new HeldJobs();
    private final ClaimNeed need = new ClaimNeed();
    private int asked;

    /** Whether everything was taken out since the claim that is under way has begun. */
    private boolean emptied;

    /** @param queueSlots see {@code Settings.queueSlots} */
    Prefetch(int slots, Map<String, Integer> queueSlots, DurationEstimate durations, JobSizes sizes) {
        this.slots = slots;
        this.quota = new QueueQuota(queueSlots);
        this.durations = durations;
        this.sizes = sizes;
    }

    /** What a claim may take. */
    record Demand(int max, Map<String, Integer> queueLimits) {

        /** @return the lowest-ranked job of what the store found, as for {@link ClaimNeed#claimEnds} */
        @Nullable
        JobSpec last(List<ClaimedRun> found) {
            return found.size() < max
                    ? null
                    : found.stream()
                            .map(ClaimedRun::job)
                            .max(DispatchOrder.INSTANCE)
                            .orElse(null);
        }
    }

    /** What comes next; null when nothing is held, or a job that is not held yet goes before it. */
    @Nullable
    Attempt poll() {
        return isOutranked() ? null : held.poll();
    }

    /** Whether something that is known of comes before what is held. */
    boolean isOutranked() {
        return need.outranks(held.peek());
    }

    boolean isEmpty() {
        return held.size() == 0;
    }

    /** Whether the last claim found less than it wanted, and nothing was said since. */
    boolean isDry() {
        return need.isDry();
    }

    /** Whether what is held runs low, and the claimer does not know yet. */
    boolean mustAsk() {
        return isLow() && need.askClaimer();
    }

    private boolean isLow() {
        return held.size() <= allowance() / 2;
    }

    private int allowance() {
        return Math.min(durations.allowance(slots), sizes.allowance());
    }

    /** There may be work. */
    void told() {
        need.told();
    }

    /** This node has committed a job that is due. */
    void told(JobSpec job) {
        need.told(job);
    }

    /** A delayed job has fallen due. */
    void toldDue() {
        need.toldDue();
    }

    /**
     * Begins a claim, unless none is worth it.
     *
     * @param idle how many slots wait for a job
     * @param inAdvance whether more may be taken than they need
     */
    @Nullable
    Demand demand(int idle, boolean inAdvance) {
        need.claimerLooks();
        int max = wanted(idle, inAdvance ? allowance() : 0);
        return max <= 0 || (need.isDry() && !isOutranked()) ? null : begin(max);
    }

    private int wanted(int idle, int allowance) {
        if (isOutranked()) {
            // Enough for a whole batch that outranks what is held, and never more than two allowances in all.
            return Math.max(Math.max(1, idle), Math.min(allowance, 2 * allowance - held.size()));
        }
        boolean low = held.size() < idle || held.size() <= allowance / 2;
        return low ? Math.max(0, idle + allowance - held.size()) : 0;
    }

    /** Begins a claim together with the submission of so many jobs, if slots wait for them and nothing else is known to be there. */
    @Nullable
    Demand demandAtRest(int jobs, int idle) {
        return idle < jobs || !isEmpty() || !need.isDry() ? null : begin(Math.min(jobs + 1, wanted(idle, allowance())));
    }

    /** Begins a claim of one. */
    Demand demandOne() {
        return begin(1);
    }

    private Demand begin(int max) {
        need.claimBegins();
        asked = max;
        emptied = false;
        return new Demand(max, quota.room());
    }

    /**
     * A claim has ended.
     *
     * @param attempts what is left of what it found: some may have been cancelled meanwhile
     * @param last {@link Demand#last} of all that it found
     * @return what is not kept: the store may have given it away just before the pause that has emptied this
     */
    List<Attempt> claimed(List<Attempt> attempts, @Nullable JobSpec last) {
        if (emptied) {
            need.claimFails();
            return attempts;
        }
        need.claimEnds(last);
        sizes.claimed(attempts);
        held.addAll(attempts);
        quota.take(attempts);
        return List.of();
    }

    void claimFailed() {
        sizes.failed(asked);
        need.claimFails();
    }

    /** Takes one out. @return null when it is not held */
    @Nullable
    Attempt remove(UUID jobId) {
        return held.remove(jobId);
    }

    List<Attempt> removeAll() {
        emptied = true;
        return held.removeAll();
    }

    /** It is neither held nor running any more. @return whether that made room in a queue that may have been full */
    boolean giveBack(Attempt attempt) {
        boolean room = quota.giveBack(attempt);
        if (room) {
            need.told();
        }
        return room;
    }
}
