package dev.windlass.internal;

import dev.windlass.job.JobSpec;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a free slot gets (seed row C7): the oldest waiting direct execution, else the first of the {@link Prefetch}. Where slots,
 * claimer and clients meet: chooses under its lock; claims and handlers run outside it. Thread-safe.
 */
final class Dispatcher {

    private final Runnable wakeClaimer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition quiet = lock.newCondition();
    private final DirectLane direct;
    private final Prefetch prefetch;
    private int idle;
    private int busy;
    private boolean stopping;
    private long lastTakeNanos = System.nanoTime();

    /** @param wakeClaimer makes the claimer look for work soon */
    Dispatcher(DirectLane direct, Prefetch prefetch, Runnable wakeClaimer) {
        this.direct = direct;
        this.prefetch = prefetch;
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
                if (!prefetch.isDry()) {
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
        return locked(() -> {
            free(done);
            return take();
        });
    }

    /** The next execution of a slot if there is one; {@link #done} must follow. */
    @Nullable
    Attempt poll() {
        lock.lock();
        try {
            Attempt next = direct.poll();
            if (next == null && !stopping) {
                next = prefetch.poll();
            }
            if (next != null) {
                busy++;
                lastTakeNanos = System.nanoTime();
                if (prefetch.mustAsk()) {
                    wakeClaimer.run();
                }
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** A slot is free again. */
    void done(Attempt attempt) {
        atomically(() -> free(attempt));
    }

    private void free(Attempt attempt) {
        busy--;
        giveBack(attempt);
        if (busy == 0 && direct.isEmpty()) {
            quiet.signalAll();
        }
    }

    private void giveBack(Attempt attempt) {
        if (prefetch.giveBack(attempt)) {
            wakeClaimer.run();
        }
    }

    /** A direct execution waits. */
    void wakeSlot() {
        atomically(work::signal);
    }

    /** This node has committed a job that is due: it may outrank what is held, and there is work. */
    void committed(JobSpec job) {
        tell(() -> prefetch.told(job));
    }

    /** A delayed job has fallen due: it may outrank what is held. */
    void due() {
        tell(prefetch::toldDue);
    }

    /** There may be work. */
    void signal() {
        tell(prefetch::told);
    }

    private void tell(Runnable news) {
        atomically(() -> {
            news.run();
            if (idle > 0 || prefetch.isOutranked()) {
                wakeClaimer.run();
            }
        });
    }

    /**
     * Begins a claim, unless none is worth it; {@link #claimed} or {@link #claimFailed} must follow.
     *
     * @param stuckNanos nothing is taken in advance while no slot has taken anything for this long: what was given back is for others
     */
    Prefetch.@Nullable Demand demand(long stuckNanos) {
        return locked(() -> stopping ? null : prefetch.demand(idle, isIdleOrTookWithin(stuckNanos)));
    }

    /**
     * Begins a claim together with the submission of so many jobs, if slots wait for them and nothing else is known to be there; {@link
     * #claimed} or {@link #claimFailed} must follow. One more is asked for, to see that there is no more.
     */
    Prefetch.@Nullable Demand demandAtRest(int jobs) {
        return locked(() -> stopping ? null : prefetch.demandAtRest(jobs, idle));
    }

    /** Begins a claim of one for {@link #poll}, for an engine without threads. */
    Prefetch.Demand demandOne() {
        return locked(prefetch::demandOne);
    }

    /** Ends a claim, see {@link Prefetch#claimed}. @return what is not kept, since the node has begun to stop or what it holds was withdrawn */
    List<Attempt> claimed(List<Attempt> attempts, @Nullable JobSpec last) {
        return locked(() -> {
            if (stopping) {
                return attempts;
            }
            List<Attempt> rest = prefetch.claimed(attempts, last);
            if (!prefetch.isEmpty()) {
                // Also when nothing came: a slot may have waited for what this claim could have brought.
                work.signalAll();
            } else if (idle > 0 && !prefetch.isDry()) {
                // All that came was called off meanwhile; what is left behind it is known to nobody else.
                wakeClaimer.run();
            }
            return rest;
        });
    }

    /** Ends a claim that failed: there may be work still. The claimer comes back by itself, after a pause. */
    void claimFailed() {
        atomically(prefetch::claimFailed);
    }

    /** Takes a held job out, because it was cancelled or moved. @return null when it is not held */
    @Nullable
    Attempt withdraw(UUID jobId) {
        return locked(() -> {
            Attempt attempt = prefetch.remove(jobId);
            if (attempt != null) {
                giveBack(attempt);
            }
            return attempt;
        });
    }

    /** Takes everything out that is held, because of a pause or a stop. */
    List<Attempt> withdrawAll() {
        return locked(() -> {
            List<Attempt> all = prefetch.removeAll();
            all.forEach(this::giveBack);
            return all;
        });
    }

    /** The same when no slot has taken any for this long. */
    List<Attempt> withdrawStuck(long nanos) {
        return locked(() -> isIdleOrTookWithin(nanos) ? List.of() : withdrawAll());
    }

    private boolean isIdleOrTookWithin(long nanos) {
        return idle > 0 || System.nanoTime() - lastTakeNanos <= nanos;
    }

    boolean isHolding() {
        return locked(() -> !prefetch.isEmpty());
    }

    /** Gives out nothing any more but the direct executions that wait already: somebody holds a request open for them. */
    void stop() {
        atomically(() -> {
            stopping = true;
            direct.close();
            work.signalAll();
        });
    }

    private void atomically(Runnable body) {
        locked(() -> {
            body.run();
            return true;
        });
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
