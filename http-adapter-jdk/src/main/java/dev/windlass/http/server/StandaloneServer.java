package dev.windlass.http.server;

import dev.windlass.JobScheduler;
import dev.windlass.http.JobHttpHandler;
import dev.windlass.http.JobHttpServer;
import dev.windlass.http.pipeline.PipelineSettings;
import dev.windlass.http.surface.EventFeed;
import dev.windlass.http.surface.SurfaceSettings;
import dev.windlass.http.webhook.GuardedHttpClient;
import dev.windlass.http.webhook.OkHttpWebhookSink;
import dev.windlass.job.JobType;
import dev.windlass.spi.JobStore;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A store, a scheduler over it and a server in front of it, started and stopped as one. Thread-safe. */
public final class StandaloneServer implements AutoCloseable {

    /** Of the drain, how long requests get before the scheduler stops. */
    private static final Duration REQUESTS = Duration.ofSeconds(2);

    private final JobStore store;
    private final GuardedHttpClient client;
    private final JobScheduler scheduler;
    private final JobHttpServer server;
    private boolean stopped;

    private StandaloneServer(JobStore store, GuardedHttpClient client, JobScheduler scheduler, JobHttpServer server) {
        this.store = store;
        this.client = client;
        this.scheduler = scheduler;
        this.server = server;
    }

    /**
     * Opens the store, starts the scheduler and serves.
     *
     * @param client what webhooks are sent with; closed with the server
     * @throws IOException when the address cannot be had; everything is closed again
     */
    static StandaloneServer start(
            ServerOptions options, List<JobType<?>> types, SurfaceSettings surfaces, GuardedHttpClient client)
            throws IOException {
        JobStore store = Stores.open(options.store());
        Deque<Runnable> undo = new ArrayDeque<>(List.of(store::close));
        try {
            EventFeed feed = new EventFeed();
            JobScheduler scheduler = JobScheduler.builder(store)
                    .settings(options.settings())
                    .webhookSink(new OkHttpWebhookSink(client, clock()))
                    .registerAll(types)
                    .listener(feed)
                    .build();
            undo.push(() -> scheduler.stop(Duration.ZERO));
            JobHttpServer server = JobHttpServer.start(
                    options.bind(),
                    JobHttpHandler.builder()
                            .scheduler(scheduler, surfaces, feed)
                            .settings(pipeline(options)));
            undo.push(server::close);
            scheduler.start();
            return new StandaloneServer(store, client, scheduler, server);
        } catch (IOException | RuntimeException e) {
            undo.forEach(Runnable::run);
            throw e;
        }
    }

    /** What the server goes by. */
    static InstantSource clock() {
        return InstantSource.system();
    }

    private static PipelineSettings pipeline(ServerOptions options) {
        URI publicUrl = options.settings().publicUrl();
        return PipelineSettings.defaults()
                .withTokens(options.tokens())
                .withRateLimit(options.rateLimit())
                .withTrustedProxies(options.trustedProxies())
                .withPublicUrls(publicUrl == null ? List.of() : List.of(publicUrl));
    }

    public String url() {
        return server.url();
    }

    public JobScheduler scheduler() {
        return scheduler;
    }

    /**
     * Refuses requests, waits for running jobs, releases the rest and closes everything. Only the first call does anything.
     *
     * @return whether every job ended in time
     */
    public synchronized boolean stop(Duration drain) throws InterruptedException {
        if (stopped) {
            return true;
        }
        stopped = true;
        long deadline = System.nanoTime() + drain.toNanos();
        server.drain(drain.compareTo(REQUESTS) < 0 ? drain : REQUESTS);
        boolean ended = scheduler.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        server.stop(Duration.ZERO);
        store.close();
        client.close();
        return ended;
    }

    /** Stops with the configured drain time. */
    @Override
    public void close() {
        try {
            stop(scheduler.settings().drain());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
