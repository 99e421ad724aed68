package dev.windlass.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.windlass.JobScheduler;
import dev.windlass.http.Deadlines.Patience;
import dev.windlass.http.metrics.Metrics;
import dev.windlass.http.operation.HttpMetrics;
import dev.windlass.http.operation.OperationRoutes;
import dev.windlass.http.pipeline.Admission;
import dev.windlass.http.pipeline.Pipeline;
import dev.windlass.http.pipeline.PipelineSettings;
import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.ApiResponse;
import dev.windlass.http.rest.Route;
import dev.windlass.http.rest.Router;
import dev.windlass.http.surface.EventFeed;
import dev.windlass.http.surface.SurfaceSettings;
import dev.windlass.http.surface.Surfaces;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the scheduler's routes in any {@link com.sun.net.httpserver.HttpServer}, next to the host's own contexts (seed row C12). Mount
 * it at {@code /}, or at the first segment of each surface; it looks at whole paths wherever it is mounted.
 *
 * <p>In a server of the host's own, the host sees to its executor, and calls {@link JobHttpServer#setServerProperties} before it makes the
 * server; {@link JobHttpServer} does both.
 */
public final class JobHttpHandler implements HttpHandler, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobHttpHandler.class);

    private final Pipeline pipeline;
    private final RequestPool pool;
    private final Deadlines deadlines;
    private final EventStreams streams;
    private final AnswerWriter writer;
    private final LaterAnswers later;
    private final BooleanSupplier ready;
    private volatile boolean draining;

    JobHttpHandler(Builder builder) {
        HttpMetrics observer = new HttpMetrics(builder.metrics);
        this.pool = new RequestPool(builder.threads, builder.haste);
        List<Route> routes = new ArrayList<>(builder.routes);
        routes.addAll(OperationRoutes.of(this::isReady, builder.metrics));
        this.ready = builder.ready;
        this.pipeline = new Pipeline(new Router(routes), builder.settings, () -> draining, observer);
        this.deadlines = pool.deadlines();
        this.streams = new EventStreams(deadlines, builder.maxStreams);
        this.writer = new AnswerWriter(deadlines, streams);
        this.later = new LaterAnswers(pool, writer);
        observer.gauges(later::count, streams::count, pool::getActiveCount);
    }

    /** A handler for these routes, to be mounted in a server of the host's own. */
    public static Builder builder() {
        return new Builder();
    }

    private boolean isReady() {
        return !draining && ready.getAsBoolean();
    }

    /** Never leaves an exchange without an end: what goes wrong here makes the server close the connection. */
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        boolean ownThread = deadlines.isWatched();
        try {
            if (!deadlines.watch().disarm()) {
                throw new IOException("The head came too slowly");
            }
            serve(exchange);
        } catch (IOException e) {
            LOG.debug("A connection ended early: {}", e.toString());
            throw e;
        } catch (Throwable e) {
            // An Error would leave the client hanging and take the thread along.
            LOG.error("A request could not be served", e);
            throw new IOException("The request could not be served", e);
        } finally {
            if (!ownThread) {
                deadlines.forget();
            }
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        Admission admission = pipeline.admit(Heads.of(exchange));
        if (admission instanceof Admission.Refused refused) {
            writer.write(exchange, refused.answer(), true);
            return;
        }
        Admission.Admitted admitted = (Admission.Admitted) admission;
        ApiResponse response = pipeline.handle(admitted, body(exchange, admitted.bodyLength()));
        if (response instanceof ApiResponse.Later waiting) {
            later.write(exchange, admitted, waiting);
        } else {
            writer.write(exchange, (Answer) response, false);
        }
    }

    private byte[] body(HttpExchange exchange, int length) throws IOException {
        if (length == 0) {
            return new byte[0];
        }
        deadlines.watch().arm(Patience.BODY);
        InputStream in = exchange.getRequestBody();
        byte[] body = in.readNBytes(length);
        if (!deadlines.watch().disarm() || body.length < length) {
            throw new IOException("The body came too slowly, or not at all");
        }
        return body;
    }

    int busy() {
        return pool.getActiveCount();
    }

    int waiting() {
        return later.count();
    }

    /** Runs what a server hands over. */
    Executor executor() {
        return pool;
    }

    /**
     * Refuses new requests from now on (503, and the connection closes), answers those who wait with what is known so far, such as the job
     * that they made, and ends all event streams. Whoever still waits in the last quarter of the time is refused too.
     *
     * @return whether nothing was left to do within {@code atMost}
     */
    public boolean drain(Duration atMost) throws InterruptedException {
        draining = true;
        long deadline = System.nanoTime() + atMost.toNanos();
        do {
            later.hurry();
            if (deadline - System.nanoTime() <= atMost.toNanos() / 4) {
                later.refuse();
            }
            streams.endAll();
            if (isIdle()) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        } while (deadline - System.nanoTime() > 0);
        return false;
    }

    private boolean isIdle() {
        return later.count() == 0
                && pool.getActiveCount() == 0
                && pool.getQueue().isEmpty()
                && streams.count() == 0;
    }

    /** Ends the streams and the threads; call {@link #drain} before it. */
    @Override
    public void close() {
        draining = true;
        later.refuse();
        streams.close();
        pool.shutdown();
    }

    /** Collects what a handler is made of. Not thread-safe. */
    public static final class Builder {

        private final List<Route> routes = new ArrayList<>();
        private final Metrics metrics = new Metrics();
        private PipelineSettings settings = PipelineSettings.defaults();
        private BooleanSupplier ready = () -> true;
        private int threads = RequestPool.DEFAULT_THREADS;
        private int haste = 1;
        private int maxStreams = EventStreams.DEFAULT_MAX;

        private Builder() {}

        /** Adds routes; health, metrics and problem pages are there already. */
        public Builder routes(Collection<Route> more) {
            routes.addAll(more);
            return this;
        }

        /** Adds the surfaces of a scheduler, asks it for readiness, and shows its metrics. @param feed registered with the scheduler */
        public Builder scheduler(JobScheduler scheduler, SurfaceSettings surfaces, @Nullable EventFeed feed) {
            routes.addAll(Surfaces.routes(scheduler, surfaces, feed));
            ready = scheduler::isReady;
            SchedulerMetrics.measure(scheduler, metrics);
            return this;
        }

        public Builder settings(PipelineSettings newSettings) {
            settings = newSettings;
            return this;
        }

        /** Where the host may add what {@code /metrics} shows. */
        public Metrics metrics() {
            return metrics;
        }

        /** What {@code /readyz} asks. It must not block. */
        public Builder ready(BooleanSupplier newReady) {
            ready = newReady;
            return this;
        }

        /** At most this many requests at once, by default 128; those that wait for something do not count. */
        public Builder threads(int count) {
            threads = count;
            return this;
        }

        /** Event streams at once, by default 1 000. */
        public Builder maxStreams(int count) {
            maxStreams = count;
            return this;
        }

        /** Divides all patience with slow clients, for tests. */
        Builder haste(int divisor) {
            haste = divisor;
            return this;
        }

        boolean isGuarded() {
            return !settings.tokens().isEmpty() || settings.hostAuthenticates();
        }

        public JobHttpHandler build() {
            return new JobHttpHandler(this);
        }
    }
}
