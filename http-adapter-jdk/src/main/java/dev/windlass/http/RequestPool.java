package dev.windlass.http;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that read requests, run routes and write answers. The server hands a connection over as soon as its first byte is there
 * and the thread reads the rest of the head, so a thread is watched from the start. The queue needs no bound of its own: there is at most
 * one task per connection.
 */
final class RequestPool extends ThreadPoolExecutor {

    /** Enough to keep a database pool busy; each may be held by a slow client for two seconds at most. */
    static final int DEFAULT_THREADS = 128;

    private static final long IDLE_SECONDS = 30;

    private final Deadlines deadlines;

    RequestPool(int threads, int haste) {
        super(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        deadlines = new Deadlines(this::isCrowded, haste);
        allowCoreThreadTimeOut(true);
        AtomicInteger number = new AtomicInteger();
        setThreadFactory(worker -> Threads.daemon("windlass-http-" + number.incrementAndGet(), () -> {
            try {
                worker.run();
            } finally {
                deadlines.forget();
            }
        }));
        deadlines.start();
    }

    Deadlines deadlines() {
        return deadlines;
    }

    private boolean isCrowded() {
        return !getQueue().isEmpty() && getPoolSize() >= getMaximumPoolSize();
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable task) {
        deadlines.watch().arm(Deadlines.Patience.HEAD);
    }

    @Override
    protected void afterExecute(Runnable task, Throwable thrown) {
        deadlines.watch().disarm();
    }

    @Override
    protected void terminated() {
        deadlines.close();
    }
}
