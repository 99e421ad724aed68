package dev.windlass.http.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up on threads of its own: a resolver can take minutes, and nothing can interrupt it. Names whose servers never answer can
 * take all of the threads; those that were resolved before then stay what they were. Thread-safe.
 */
final class TimedDns implements Dns, AutoCloseable {

    private static final int MOST_AT_A_TIME = 32;
    private static final int MOST_REMEMBERED = 1_000;
    private static final int IDLE_SECONDS = 10;

    private final Dns resolver;
    private final Duration atMost;
    private final Semaphore free = new Semaphore(MOST_AT_A_TIME);
    private final Map<String, List<InetAddress>> remembered = new LinkedHashMap<>(16, 0.75f, true);
    private final ThreadPoolExecutor threads;

    /** @param atMost for a look-up, the wait for a thread included */
    TimedDns(Dns resolver, Duration atMost) {
        this(resolver, atMost, TimedDns::thread);
    }

    TimedDns(Dns resolver, Duration atMost, ThreadFactory factory) {
        this.resolver = resolver;
        this.atMost = atMost;
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "windlass-dns");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
        long end = System.nanoTime() + atMost.toNanos();
        List<InetAddress> before = recall(hostname);
        try {
            boolean mine = before == null ? free.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS) : free.tryAcquire();
            if (mine) {
                return remember(hostname, answer(hostname, end));
            }
        } catch (TimeoutException e) {
            // What is remembered serves.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(hostname, "was not looked up", e);
        } catch (ExecutionException | RejectedExecutionException e) {
            forget(hostname);
            throw unknown(hostname, "cannot be looked up", e.getCause());
        }
        if (before == null) {
            throw unknown(hostname, "was not looked up in time", null);
        }
        return before;
    }

    private List<InetAddress> answer(String hostname, long end)
            throws InterruptedException, ExecutionException, TimeoutException {
        FutureTask<List<InetAddress>> task = new FutureTask<>(() -> resolver.lookup(hostname));
        start(task);
        try {
            return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } finally {
            task.cancel(true);
        }
    }

    /** Gives back the permit once the resolver is done, however late that is. */
    private void start(Runnable task) {
        try {
            threads.execute(() -> {
                try {
                    task.run();
                } finally {
                    free.release();
                }
            });
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            free.release();
            throw e;
        }
    }

    private @Nullable List<InetAddress> recall(String hostname) {
        synchronized (remembered) {
            return remembered.get(hostname);
        }
    }

    private List<InetAddress> remember(String hostname, List<InetAddress> addresses) {
        synchronized (remembered) {
            remembered.put(hostname, addresses);
            if (remembered.size() > MOST_REMEMBERED) {
                remembered.remove(remembered.keySet().iterator().next());
            }
        }
        return addresses;
    }

    private void forget(String hostname) {
        synchronized (remembered) {
            remembered.remove(hostname);
        }
    }

    private static UnknownHostException unknown(String hostname, String what, @Nullable Throwable cause) {
        UnknownHostException failure = new UnknownHostException(hostname + " " + what);
        failure.initCause(cause);
        return failure;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
