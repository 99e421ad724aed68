package dev.windlass.internal;

import dev.windlass.job.JobSpec;
import dev.windlass.job.OverloadedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a free slot gets (seed row C7): the oldest waiting direct execution, else the highest-ranked claimed job, unless a job
 * that outranks it was committed on this node since the last claim. Chooses under its lock; claims and handlers run outside it.
 * Thread-safe.
 */
final class Dispatcher {

    private final int slots;
    private final Map<String, Integer> queueSlots;
    private final int maxDirect;
    private final DurationEstimate durations;
    private final Runnable wakeClaimer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition quiet = lock.newCondition();
    private final Deque<Attempt> direct = new ArrayDeque<>();
    private final HeldJobs held = new HeldJobs();
    private final Map<String, Integer> takenFrom = new HashMap<>();
    private int directReserved;
    private int idle;
    private int busy;
    private boolean stopping;
    private boolean dry;
    private boolean signalled;
    /** The claimer was woken and has not looked yet. */
    private boolean asked;

    private @Nullable JobSpec bestCommitted;
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
        this.queueSlots = queueSlots;
        this.maxDirect = maxDirect;
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
                if (!dry) {
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
            if (stopping) {
                return null;
            }
            Attempt next = direct.poll();
            if (next != null) {
                directReserved--;
            } else if (!outranked()) {
                next = held.poll();
            }
            if (next != null) {
                busy++;
                lastTakeNanos = System.nanoTime();
                if (!dry && !asked && held.size() <= durations.allowance(slots) / 2) {
                    asked = true;
                    wakeClaimer.run();
                }
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private boolean outranked() {
        Attempt head = held.peek();
        return head != null
                && bestCommitted != null
                && DispatchOrder.INSTANCE.compare(bestCommitted, HeldJobs.job(head)) < 0;
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
        if (busy == 0) {
            quiet.signalAll();
        }
    }

    private void giveBack(Attempt attempt) {
        if (attempt.claim() == null || queueSlots.isEmpty()) {
            return;
        }
        String queue = HeldJobs.job(attempt).queue();
        if (queueSlots.containsKey(queue)) {
            takenFrom.merge(queue, -1, Integer::sum);
            dry = false;
            signalled = true;
            wakeClaimer.run();
        }
    }

    /** Keeps a place for a direct execution. @throws OverloadedException when too many wait */
    void reserveDirect() {
        lock.lock();
        try {
            if (stopping || directReserved >= maxDirect) {
                throw new OverloadedException(
                        stopping ? "The node is stopping" : "Too many direct executions are waiting");
            }
            directReserved++;
        } finally {
            lock.unlock();
        }
    }

    /** Gives a place up that was reserved in vain. */
    void cancelDirect() {
        lock.lock();
        try {
            directReserved--;
        } finally {
            lock.unlock();
        }
    }

    /** Queues a direct execution whose place was reserved. @return false when the node has begun to stop */
    boolean addDirect(Attempt attempt) {
        lock.lock();
        try {
            if (stopping) {
                return false;
            }
            direct.add(attempt);
            work.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** This node has committed a job that is due: it may outrank what is held, and there is work. */
    void committed(JobSpec job) {
        lock.lock();
        try {
            if (bestCommitted == null || DispatchOrder.INSTANCE.compare(job, bestCommitted) < 0) {
                bestCommitted = job;
            }
            wakeUp();
        } finally {
            lock.unlock();
        }
    }

    /** There may be work. */
    void signal() {
        lock.lock();
        try {
            wakeUp();
        } finally {
            lock.unlock();
        }
    }

    private void wakeUp() {
        dry = false;
        signalled = true;
        if (idle > 0 || outranked()) {
            wakeClaimer.run();
        }
    }

    /** What a claim may take. */
    record Demand(int max, Map<String, Integer> queueLimits) {}

    /** Begins a claim, unless none is worth it; {@link #claimed} or {@link #claimFailed} must follow. */
    @Nullable
    Demand demand() {
        lock.lock();
        try {
            asked = false;
            int max = wanted();
            if (stopping || max <= 0 || (dry && !outranked())) {
                return null;
            }
            signalled = false;
            bestCommitted = null;
            return new Demand(max, queueRoom());
        } finally {
            lock.unlock();
        }
    }

    private int wanted() {
        int allowance = durations.allowance(slots);
        if (outranked()) {
            return Math.max(1, idle);
        }
        boolean low = held.size() < idle || held.size() <= allowance / 2;
        return low ? Math.max(0, idle + allowance - held.size()) : 0;
    }

    /** Begins a claim of one for {@link #poll}, for an engine without threads. */
    Demand demandOne() {
        lock.lock();
        try {
            signalled = false;
            bestCommitted = null;
            return new Demand(1, queueRoom());
        } finally {
            lock.unlock();
        }
    }

    private Map<String, Integer> queueRoom() {
        if (queueSlots.isEmpty()) {
            return Map.of();
        }
        Map<String, Integer> room = new HashMap<>();
        queueSlots.forEach((queue, limit) -> room.put(queue, Math.max(0, limit - takenFrom.getOrDefault(queue, 0))));
        return room;
    }

    /** Ends a claim. @return what could not be kept since the node has begun to stop */
    List<Attempt> claimed(List<Attempt> attempts, int asked) {
        lock.lock();
        try {
            if (stopping) {
                return attempts;
            }
            if (attempts.size() < asked && !signalled) {
                dry = true;
            }
            keep(attempts);
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private void keep(List<Attempt> attempts) {
        if (attempts.isEmpty()) {
            return;
        }
        held.addAll(attempts);
        if (!queueSlots.isEmpty()) {
            for (Attempt attempt : attempts) {
                if (queueSlots.containsKey(HeldJobs.job(attempt).queue())) {
                    takenFrom.merge(HeldJobs.job(attempt).queue(), 1, Integer::sum);
                }
            }
        }
        work.signalAll();
    }

    /** Ends a claim that failed: there may be work still. */
    void claimFailed() {
        signal();
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
        lock.lock();
        try {
            List<Attempt> all = held.removeAll();
            all.forEach(this::giveBack);
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Whether jobs are held that no slot has taken for this long. */
    boolean isStuck(long nanos) {
        lock.lock();
        try {
            return held.size() > 0 && idle == 0 && System.nanoTime() - lastTakeNanos > nanos;
        } finally {
            lock.unlock();
        }
    }

    boolean isHolding() {
        lock.lock();
        try {
            return held.size() > 0;
        } finally {
            lock.unlock();
        }
    }

    int busy() {
        lock.lock();
        try {
            return busy;
        } finally {
            lock.unlock();
        }
    }

    /** Gives nothing out any more. @return the direct executions that still waited */
    List<Attempt> stop() {
        lock.lock();
        try {
            stopping = true;
            List<Attempt> waiting = new ArrayList<>(direct);
            direct.clear();
            work.signalAll();
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no slot is busy. @return whether that came true in time */
    boolean awaitQuiet(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (busy > 0) {
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
