package dev.windlass.internal;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Calls back after a time, on one thread; callbacks must be quick. Thread-safe. */
final class Timers {

    /** Something that may still be called off. */
    interface Timer {
        void cancel();
    }

    static final Timer NONE = () -> {};

    private final ScheduledThreadPoolExecutor executor;

    Timers() {
        executor = new ScheduledThreadPoolExecutor(1, body -> Threads.daemon("windlass-timer", body));
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    Timer after(Duration delay, Runnable callback) {
        if (executor.isShutdown()) {
            return NONE;
        }
        ScheduledFuture<?> future = executor.schedule(callback, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    void stop() {
        executor.shutdown();
    }
}
