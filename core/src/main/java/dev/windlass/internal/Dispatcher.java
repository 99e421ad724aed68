package dev.windlass.internal;

import dev.windlass.job.JobSpec;
import dev.windlass.job.OverloadedException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a free slot gets (seed row C7): the oldest waiting direct execution, else the highest-ranked claimed job, unless a job
 * that outranks it was committed on this node since the last claim. Chooses under its lock; claims and handlers run outside it.
 * Thread-safe.
 */
final class Dispatcher {

    private final int slots;
    private final DurationEstimate durations;
    private final Runnable wakeClaimer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition quiet = lock.newCondition();
    private final DirectLane direct;
    private final QueueQuota quota;
    private final HeldJobs held = new HeldJobs();
    private final ClaimNeed need = new ClaimNeed();
    private int idle;
    private int busy;
    private boolean stopping;
    private long lastTakeNanos = System.nanoTime();

    /**
     * @param queueSlots see {@code Settings.queueSlots}
     * @param wakeClaimer makes the claimer look for work soon
     */
    Dispatcher(
            int slots,
            Map<String, Integer> queueSlots,
            int maxDirect,
            DurationEstimate durations,
            Runnable wakeClaimer) {
        this.slots = slots;
        this.quota = new QueueQuota(queueSlots);
        this.direct = new DirectLane(maxDirect);
        this.durations = durations;
        this.wakeClaimer = wakeClaimer;
    }

    /** Waits for the next execution of a slot; {@link #done} must follow. @return null when the node stops */
    @Nullable
    Attempt take() {
        lock.lock();
        try {
            while (true) {
                Attempt next = poll();
                if (next != null || stopping) {
                    return next;
                }
                idle++;
                if (!need.isDry()) {
                    wakeClaimer.run();
                }
                work.awaitUninterruptibly();
                idle--;
            }
        } finally {
            lock.unlock();
        }
    }

    /** {@link #done} and {@link #take} in one. */
    @Nullable
    Attempt takeAfter(Attempt done) {
        lock.lock();
        try {
            free(done);
            return take();
        } finally {
            lock.unlock();
        }
    }

    /** The next execution of a slot if there is one; {@link #done} must follow. */
    @Nullable
    Attempt poll() {
        lock.lock();
        try {
            Attempt next = direct.poll();
            if (next == null && !stopping && !outranked()) {
                next = held.poll();
            }
            if (next != null) {
                busy++;
                lastTakeNanos = System.nanoTime();
                if (held.size() <= durations.allowance(slots) / 2 && need.askClaimer()) {
                    wakeClaimer.run();
                }
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private boolean outranked() {
        return need.outranks(held.peek());
    }

    /** A slot is free again. */
    void done(Attempt attempt) {
        lock.lock();
        try {
            free(attempt);
        } finally {
            lock.unlock();
        }
    }

    private void free(Attempt attempt) {
        busy--;
        giveBack(attempt);
        if (busy == 0 && direct.isEmpty()) {
            quiet.signalAll();
        }
    }

    private void giveBack(Attempt attempt) {
        if (quota.giveBack(attempt)) {
            need.told();
            wakeClaimer.run();
        }
    }

    /** Keeps a place for a direct execution. @throws OverloadedException when too many wait */
    void reserveDirect() {
        locked(() -> {
            if (stopping) {
                throw new OverloadedException("The node is stopping");
            }
            direct.reserve();
            return true;
        });
    }

    /** Gives a place up that was reserved in vain. */
    void cancelDirect() {
        locked(() -> {
            direct.giveUpPlace();
            return true;
        });
    }

    /** Queues a direct execution whose place was reserved. @return false when the node has begun to stop */
    boolean addDirect(Attempt attempt) {
        return locked(() -> {
            if (!stopping) {
                direct.add(attempt);
                work.signal();
            }
            return !stopping;
        });
    }

    /** This node has committed a job that is due: it may outrank what is held, and there is work. */
    void committed(JobSpec job) {
        lock.lock();
        try {
            need.told(job);
            wakeUp();
        } finally {
            lock.unlock();
        }
    }

    /** A delayed job has fallen due: it may outrank what is held. */
    void due() {
        locked(() -> {
            need.toldDue();
            wakeUp();
            return true;
        });
    }

    /** There may be work. */
    void signal() {
        locked(() -> {
            need.told();
            wakeUp();
            return true;
        });
    }

    private void wakeUp() {
        if (idle > 0 || outranked()) {
            wakeClaimer.run();
        }
    }

    /** What a claim may take. */
    record Demand(int max, Map<String, Integer> queueLimits) {}

    /**
     * Begins a claim, unless none is worth it; {@link #claimed} or {@link #claimFailed} must follow.
     *
     * @param stuckNanos nothing is taken in advance while no slot has taken anything for this long: what was given back is for others
     */
    @Nullable
    Demand demand(long stuckNanos) {
        lock.lock();
        try {
            need.claimerLooks();
            int max = wanted(isIdleOrTookWithin(stuckNanos) ? durations.allowance(slots) : 0);
            if (stopping || max <= 0 || (need.isDry() && !outranked())) {
                return null;
            }
            need.claimBegins();
            return new Demand(max, quota.room());
        } finally {
            lock.unlock();
        }
    }

    private int wanted(int allowance) {
        if (outranked()) {
            // Enough for a whole batch that outranks what is held, and never more than two allowances in all.
            return Math.max(Math.max(1, idle), Math.min(allowance, 2 * allowance - held.size()));
        }
        boolean low = held.size() < idle || held.size() <= allowance / 2;
        return low ? Math.max(0, idle + allowance - held.size()) : 0;
    }

    /**
     * Begins a claim together with the submission of so many jobs, if slots wait for them and nothing else is known to be there; {@link
     * #claimed} or {@link #claimFailed} must follow. One more is asked for, to see that there is no more.
     */
    @Nullable
    Demand demandAtRest(int jobs) {
        return locked(() -> {
            if (stopping || idle < jobs || held.size() > 0 || !need.isDry()) {
                return null;
            }
            need.claimBegins();
            return new Demand(Math.min(jobs + 1, wanted(durations.allowance(slots))), quota.room());
        });
    }

    /** Begins a claim of one for {@link #poll}, for an engine without threads. */
    Demand demandOne() {
        return locked(() -> {
            need.claimBegins();
            return new Demand(1, quota.room());
        });
    }

    /** Ends a claim. @return what could not be kept since the node has begun to stop */
    List<Attempt> claimed(List<Attempt> attempts, int asked) {
        lock.lock();
        try {
            if (stopping) {
                return attempts;
            }
            need.claimEnds(attempts.size() < asked ? null : HeldJobs.last(attempts));
            keep(attempts);
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private void keep(List<Attempt> attempts) {
        held.addAll(attempts);
        quota.take(attempts);
        if (held.size() > 0) {
            // Also when nothing came: a slot may have waited for what this claim could have brought.
            work.signalAll();
        }
    }

    /** Ends a claim that failed: there may be work still. The claimer comes back by itself, after a pause. */
    void claimFailed() {
        locked(() -> {
            need.claimFails();
            return true;
        });
    }

    /** Takes a held job out, because it was cancelled or moved. @return null when it is not held */
    @Nullable
    Attempt withdraw(UUID jobId) {
        lock.lock();
        try {
            Attempt attempt = held.remove(jobId);
            if (attempt != null) {
                giveBack(attempt);
            }
            return attempt;
        } finally {
            lock.unlock();
        }
    }

    /** Takes everything out that is held, because of a pause or a stop, or because no slot took any for a while. */
    List<Attempt> withdrawAll() {
        return locked(() -> {
            List<Attempt> all = held.removeAll();
            all.forEach(this::giveBack);
            return all;
        });
    }

    /** Whether jobs are held that no slot has taken for this long. */
    boolean isStuck(long nanos) {
        return locked(() -> held.size() > 0 && !isIdleOrTookWithin(nanos));
    }

    private boolean isIdleOrTookWithin(long nanos) {
        return idle > 0 || System.nanoTime() - lastTakeNanos <= nanos;
    }

    boolean isHolding() {
        return locked(() -> held.size() > 0);
    }

    /** Gives out nothing any more but the direct executions that wait already: somebody holds a request open for them. */
    void stop() {
        locked(() -> {
            stopping = true;
            work.signalAll();
            return true;
        });
    }

    /** @return the direct executions that still wait, which nobody gets any more */
    List<Attempt> abandonDirect() {
        return locked(direct::removeAll);
    }

    private <T extends @Nullable Object> T locked(Supplier<T> body) {
        lock.lock();
        try {
            return body.get();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no slot is busy and no direct execution waits. @return whether that came true in time */
    boolean awaitQuiet(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (busy > 0 || !direct.isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                left = quiet.awaitNanos(Math.min(left, TimeUnit.DAYS.toNanos(1)));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
