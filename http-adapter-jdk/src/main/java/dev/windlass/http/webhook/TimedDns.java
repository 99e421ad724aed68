package dev.windlass.http.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/** Looks names up on threads of its own: a resolver can take minutes, and nothing can interrupt it. */
final class TimedDns implements Dns, AutoCloseable {

    private static final int MOST_AT_A_TIME = 32;
    private static final int IDLE_SECONDS = 10;

    private final Dns resolver;
    private final Duration atMost;
    private final ThreadPoolExecutor threads;

    TimedDns(Dns resolver, Duration atMost) {
        this.resolver = resolver;
        this.atMost = atMost;
        this.threads = new ThreadPoolExecutor(
                0, MOST_AT_A_TIME, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), TimedDns::thread);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "windlass-dns");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
        Future<List<InetAddress>> answer = submit(hostname);
        try {
            return answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw unknown(hostname, "was not looked up in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(hostname, "was not looked up", e);
        } catch (ExecutionException e) {
            throw unknown(hostname, "cannot be looked up", e.getCause());
        }
    }

    private Future<List<InetAddress>> submit(String hostname) throws UnknownHostException {
        try {
            return threads.submit(() -> resolver.lookup(hostname));
        } catch (RejectedExecutionException e) {
            throw unknown(hostname, "waits behind too many others", e);
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
