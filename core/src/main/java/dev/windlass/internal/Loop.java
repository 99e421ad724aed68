package dev.windlass.internal;

import dev.windlass.job.StoreException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A duty on a thread of its own: does one step, waits as long as the step says or until it is woken, repeats. A step that fails is
 * logged and tried again after a second: a duty never dies of an exception or error, since a node that renews its lease and claims
 * nothing is worse than one that is gone. Thread-safe.
 */
public final class Loop {

    /** One step of a duty. */
    @FunctionalInterface
    public interface Step {
        /** Does what is due. @return how long to wait before the next step unless woken; zero to go on at once */
        Duration run();
    }

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final String name;
    private final Step step;
    private final Outage outage;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private boolean wake;
    private boolean stopping;
    private @Nullable Thread thread;

    public Loop(String name, Step step) {
        this.name = name;
        this.step = step;
        this.outage = new Outage(Loop.class, name, System::nanoTime);
    }

    public void start() {
        startAfter(Duration.ZERO);
    }

    /** The first step comes after a pause, or as soon as it is woken. */
    public void startAfter(Duration pause) {
        Thread started = Threads.daemon("windlass-" + name, () -> run(pause));
        thread = started;
        started.start();
    }

    /** Makes the next step come at once. A wake-up during a step is not lost. */
    public void wake() {
        lock.lock();
        try {
            wake = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends after the current step. */
    public void stop() {
        lock.lock();
        try {
            stopping = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end after {@link #stop}. */
    public void join(Duration atMost) throws InterruptedException {
        Thread running = thread;
        if (running != null && running != Thread.currentThread()) {
            TimeUnit.NANOSECONDS.timedJoin(running, Math.max(atMost.toNanos(), 1));
        }
    }

    private void run(Duration pause) {
        boolean goesOn = awaitTurn(pause);
        while (goesOn) {
            goesOn = awaitTurn(guardedStep());
        }
    }

    private Duration guardedStep() {
        try {
            Duration wait = step.run();
            outage.over();
            return wait;
        } catch (StoreException e) {
            outage.failed(String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            log().error("{}: a step failed; trying again", name, e);
        }
        return AFTER_FAILURE;
    }

    /** @return false when it is time to end */
    private boolean awaitTurn(Duration atMost) {
        lock.lock();
        try {
            long left = atMost.compareTo(Duration.ofDays(1)) > 0 ? TimeUnit.DAYS.toNanos(1) : atMost.toNanos();
            while (!wake && !stopping && left > 0) {
                left = awaitNanos(left);
            }
            wake = false;
            return !stopping;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody has a reason to interrupt this thread, and its store calls must not be: an interrupt is swallowed. */
    private long awaitNanos(long nanos) {
        long start = System.nanoTime();
        try {
            return woken.awaitNanos(nanos);
        } catch (InterruptedException e) {
            log().debug("{}: interrupt ignored", name);
            return nanos - (System.nanoTime() - start);
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Loop.class);
    }
}
