package dev.windlass.http;

import com.sun.net.httpserver.HttpExchange;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.EventSource;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * All open event streams of a server. No stream has a thread: a few writers serve those that have something to send. Thread-safe.
 */
final class EventStreams implements AutoCloseable {

    static final int DEFAULT_MAX = 1_000;

    private static final int WRITERS = 4;
    /** Keeps proxies from closing a quiet stream, and finds clients that are gone. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Deadlines deadlines;
    private final Semaphore free;
    private final int max;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor writers;

    EventStreams(Deadlines deadlines, int max) {
        this.deadlines = deadlines;
        this.max = max;
        this.free = new Semaphore(max);
        this.writers = new ThreadPoolExecutor(
                WRITERS,
                WRITERS,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                worker -> Threads.daemon("windlass-http-streams", () -> {
                    try {
                        worker.run();
                    } finally {
                        deadlines.forget();
                    }
                }));
        writers.allowCoreThreadTimeOut(true);
        deadlines.every(HEARTBEAT, () -> open.forEach(EventStream::heartbeat));
    }

    int count() {
        return open.size();
    }

    /** Takes a place; false when there are too many streams already. */
    boolean reserve() {
        return free.tryAcquire();
    }

    /** Sends the head, then opens the source. Only after {@link #reserve}. */
    void open(HttpExchange exchange, int status, EventSource source) throws IOException {
        EventStream stream = new EventStream(exchange, writers, deadlines, this::ended);
        open.add(stream);
        try {
            // Closing it is the server's only way to let go of a chunked answer whose client is gone.
            exchange.getResponseHeaders().set("Connection", "close");
            deadlines.watch().arm(Deadlines.Patience.WRITE);
            exchange.sendResponseHeaders(status, 0);
            deadlines.watch().disarm();
        } catch (IOException | RuntimeException e) {
            ended(stream);
            throw e;
        }
        stream.start(source);
    }

    Answer refusal(String path, Map<String, String> headers) {
        return Problem.of(ProblemCode.OVERLOADED, "There are " + max + " event streams already")
                .retryAfter(Duration.ofSeconds(10))
                .answer(path, headers.getOrDefault("X-Request-Id", ""))
                .withDefaults(headers);
    }

    private void ended(EventStream stream) {
        if (open.remove(stream)) {
            free.release();
        }
    }

    /** Ends all streams in good order; their clients come back elsewhere. */
    void endAll() {
        open.forEach(EventStream::end);
    }

    @Override
    public void close() {
        endAll();
        writers.shutdown();
    }
}
