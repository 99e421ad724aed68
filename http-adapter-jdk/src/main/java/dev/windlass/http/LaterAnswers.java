package dev.windlass.http;

import com.sun.net.httpserver.HttpExchange;
import dev.windlass.http.pipeline.Admission;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
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

        Waiting(HttpExchange exchange, Admission.Admitted admitted) {
            this.exchange = exchange;
            this.admitted = admitted;
        }
    }

    private final Executor pool;
    private final AnswerWriter writer;
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

    LaterAnswers(Executor pool, AnswerWriter writer) {
        this.pool = pool;
        this.writer = writer;
    }

    int count() {
        return waiting.size();
    }

    void write(HttpExchange exchange, Admission.Admitted admitted, CompletionStage<Answer> answer) throws IOException {
        if (answer.toCompletableFuture().isDone()) {
            writer.write(exchange, answer.toCompletableFuture().join(), false);
            return;
        }
        Waiting one = new Waiting(exchange, admitted);
        waiting.add(one);
        answer.thenAccept(known -> answer(one, known));
    }

    private void answer(Waiting one, Answer answer) {
        if (!waiting.remove(one)) {
            return;
        }
        try {
            pool.execute(() -> writeNow(one.exchange, answer));
        } catch (RejectedExecutionException e) {
            Connections.kill(one.exchange);
        }
    }

    private void writeNow(HttpExchange exchange, Answer answer) {
        try {
            writer.write(exchange, answer, false);
        } catch (Throwable e) {
            LOG.debug("A later answer could not be written: {}", e.toString());
            Connections.kill(exchange);
        }
    }

    /** Answers all of them with 503: the server stops. */
    void release() {
        for (Waiting one : waiting) {
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
}
