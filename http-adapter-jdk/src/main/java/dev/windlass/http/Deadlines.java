package dev.windlass.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts threads that wait too long for a client, which closes its connection (the server's channels are interruptible). A thread is
 * only ever interrupted between {@link Watch#arm} and {@link Watch#disarm}, so that no interrupt reaches anything but a socket.
 * Thread-safe.
 */
final class Deadlines implements AutoCloseable {

    private static final long TICK_MILLIS = 100;

    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final ThreadLocal<@Nullable Watch> own = new ThreadLocal<>();
    private final BooleanSupplier crowded;
    private final int haste;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> Threads.daemon("windlass-http-deadlines", task));

    /**
     * @param crowded whether others wait for a thread; then patience is short
     * @param haste divides all patience, for tests
     */
    Deadlines(BooleanSupplier crowded, int haste) {
        this.crowded = crowded;
        this.haste = haste;
    }

    void start() {
        clock.scheduleWithFixedDelay(this::check, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Something to be done now and then, besides. It must be quick. */
    void every(Duration period, Runnable task) {
        clock.scheduleWithFixedDelay(task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void check() {
        boolean hurry = crowded.getAsBoolean();
        long now = System.nanoTime();
        watches.forEach(watch -> watch.check(now, hurry, haste));
    }

    /** This thread's watch; {@link #forget} it before the thread goes its own way. */
    Watch watch() {
        Watch watch = own.get();
        if (watch == null) {
            watch = new Watch(Thread.currentThread());
            own.set(watch);
            watches.add(watch);
        }
        return watch;
    }

    boolean isWatched() {
        return own.get() != null;
    }

    void forget() {
        Watch watch = own.get();
        if (watch != null) {
            watch.disarm();
            watches.remove(watch);
            own.remove();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    /** How long a thread may wait for a client: normally, and while others wait for a thread. */
    enum Patience {
        /** For the rest of a request's head. */
        HEAD(2_000, 500),
        /** For the rest of a body. */
        BODY(10_000, 2_000),
        /** Until the next piece of an answer is taken. */
        WRITE(10_000, 2_000),
        /** For a body that nobody wants, so that the client gets to see the answer. */
        DRAIN(2_000, 200),
        /** For a stream's client, on one of few threads. */
        STREAM(2_000, 2_000);

        private final long nanos;
        private final long crowdedNanos;

        Patience(long millis, long crowdedMillis) {
            this.nanos = TimeUnit.MILLISECONDS.toNanos(millis);
            this.crowdedNanos = TimeUnit.MILLISECONDS.toNanos(crowdedMillis);
        }
    }

    /** Watches one thread. Armed and disarmed by that thread only. */
    static final class Watch {
        private final Thread thread;
        private @Nullable Patience patience;
        private long since;
        private boolean fired;

        private Watch(Thread thread) {
            this.thread = thread;
        }

        synchronized void arm(Patience newPatience) {
            patience = newPatience;
            since = System.nanoTime();
        }

        /** Ends it; no interrupt is pending afterwards. @return whether the thread was in time */
        synchronized boolean disarm() {
            patience = null;
            boolean inTime = !fired;
            if (fired) {
                fired = false;
                Thread.interrupted();
            }
            return inTime;
        }

        private synchronized void check(long now, boolean hurry, int haste) {
            boolean late = patience != null && (now - since) * haste > (hurry ? patience.crowdedNanos : patience.nanos);
            if (late && isInSystemCall()) {
                patience = null;
                fired = true;
                thread.interrupt();
            }
        }

        /** On a machine that is short of processors a thread may be late although its client is not. */
        private boolean isInSystemCall() {
            StackTraceElement[] stack = thread.getStackTrace();
            return stack.length > 0 && stack[0].isNativeMethod() && thread.getState() == Thread.State.RUNNABLE;
        }
    }
}
