package dev.windlass.webhook;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Lets one thread sleep until others have news for it. Waking costs next to nothing while it is awake. */
final class Wakeup {

    private volatile @Nullable Thread sleeper;
    private volatile boolean called;

    /** Wakes the sleeper, or keeps it from falling asleep. Any thread. */
    void call() {
        if (called) {
            return;
        }
        called = true;
        Thread thread = sleeper;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /** Sleeps until called or the time is over. Only one thread may sleep here. */
    void sleep(long nanos) {
        long end = System.nanoTime() + nanos;
        sleeper = Thread.currentThread();
        for (long left = nanos; !called && left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
        sleeper = null;
        called = false;
    }
}
