package dev.windlass.http.surface;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where answers that had to wait are rendered: that may call the store, which neither the thread that commits nor one that may be
 * interrupted should do. Its queue is bounded by how many may wait. Its threads end when there is nothing to do.
 */
final class Renderers {

    private static final int THREADS = 4;
    private static final long IDLE_SECONDS = 10;

    private Renderers() {}

    static Executor create() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "windlass-renderer");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
