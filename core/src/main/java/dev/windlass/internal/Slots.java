package dev.windlass.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The threads that handlers run on: as many as there are slots, each with one execution at a time. */
final class Slots {

    private final Dispatcher dispatcher;
    private final AttemptRunner runner;
    private final List<Thread> threads = new ArrayList<>();

    Slots(int count, Dispatcher dispatcher, AttemptRunner runner) {
        this.dispatcher = dispatcher;
        this.runner = runner;
        for (int i = 1; i <= count; i++) {
            threads.add(Threads.daemon("windlass-slot-" + i, this::work));
        }
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /** Waits for threads that have nothing left to do; those whose handlers do not return are left behind. */
    void join(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (Thread thread : threads) {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
        }
    }

    private void work() {
        Attempt attempt = dispatcher.take();
        while (attempt != null) {
            runner.run(attempt);
            attempt = dispatcher.takeAfter(attempt);
        }
    }
}
