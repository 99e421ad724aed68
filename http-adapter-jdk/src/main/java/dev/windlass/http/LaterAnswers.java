package dev.windlass.http;

import com.sun.net.httpserver.HttpExchange;
import dev.windlass.http.pipeline.Admission;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiResponse;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges whose answers are not known yet. They hold no thread; their answers are written by the request pool, never by the thread that
 * completes them, which may be the one that commits. Thread-safe.
 */
final class LaterAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(LaterAnswers.class);

    /** Told apart by identity. */
    private static final class Waiting {
        final HttpExchange exchange;
        final Admission.Admitted admitted;
        final @Nullable Runnable hurry;
        final AtomicBoolean hurried = new AtomicBoolean();
        final AtomicBoolean answered = new AtomicBoolean();

        Waiting(HttpExchange exchange, Admission.Admitted admitted, @Nullable Runnable hurry) {
            this.exchange = exchange;
            this.admitted = admitted;
            this.hurry = hurry;
        }
    }

    private final Executor pool;
    private final AnswerWriter writer;
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

    LaterAnswers(Executor pool, AnswerWriter writer) {
        this.pool = pool;
        this.writer = writer;
    }

    /** Those whose answers are not out yet. */
    int count() {
        return waiting.size();
    }

    void write(HttpExchange exchange, Admission.Admitted admitted, ApiResponse.Later later) throws IOException {
        CompletableFuture<Answer> answer = later.answer().toCompletableFuture();
        if (answer.isDone()) {
            writer.write(exchange, answer.join(), false);
            return;
        }
        Waiting one = new Waiting(exchange, admitted, later.hurry());
        waiting.add(one);
        answer.thenAccept(known -> answer(one, known));
    }

    private void answer(Waiting one, Answer answer) {
        if (!one.answered.compareAndSet(false, true)) {
            return;
        }
        try {
            pool.execute(() -> writeNow(one, answer));
        } catch (RejectedExecutionException e) {
            waiting.remove(one);
            Connections.kill(one.exchange);
        }
    }

    private void writeNow(Waiting one, Answer answer) {
        try {
            writer.write(one.exchange, answer, false);
        } catch (Throwable e) {
            LOG.debug("A later answer could not be written: {}", e.toString());
            Connections.kill(one.exchange);
        } finally {
            waiting.remove(one);
        }
    }

    /**
     * The server stops: whoever waits is to be told soon what is known so far. Who made something must learn where it is, or it would ask for
     * the same work again. Refuses those for whom nothing is known.
     */
    void hurry() {
        for (Waiting one : waiting) {
            if (one.hurry == null) {
                refuse(one);
            } else if (one.hurried.compareAndSet(false, true)) {
                one.hurry.run();
            }
        }
    }

    /** Answers all that are left with 503. */
    void refuse() {
        waiting.forEach(this::refuse);
    }

    private void refuse(Waiting one) {
        if (one.answered.get()) {
            return;
        }
        Admission.Admitted admitted = one.admitted;
        answer(
                one,
                Problem.of(ProblemCode.DRAINING, "The server is stopping")
                        .retryAfter(Duration.ofSeconds(1))
                        .header("Connection", "close")
                        .answer(admitted.path(), admitted.requestId())
                        .withDefaults(admitted.headers()));
    }
}
