package dev.windlass.examples.demo.support;

import dev.windlass.job.RunContext;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits inside a handler, and stops waiting the moment the attempt should stop. Make one per attempt: its callback is never taken back.
 */
public final class Pause {

    private final RunContext context;
    private final CountDownLatch cancelled = new CountDownLatch(1);

    public Pause(RunContext context) {
        this.context = context;
        context.onCancel(cancelled::countDown);
    }

    /** Waits so long. @throws dev.windlass.job.RunCancelledException as soon as the attempt should stop */
    public void sleep(Duration time) throws InterruptedException {
        if (!time.isZero() && cancelled.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            context.throwIfCancelled();
        }
        context.throwIfCancelled();
    }
}
