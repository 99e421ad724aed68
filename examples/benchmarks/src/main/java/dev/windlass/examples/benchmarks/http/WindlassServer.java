package dev.windlass.examples.benchmarks.http;

import dev.windlass.JobScheduler;
import dev.windlass.examples.benchmarks.measure.Work;
import dev.windlass.http.JobHttpHandler;
import dev.windlass.http.JobHttpServer;
import dev.windlass.http.surface.EventFeed;
import dev.windlass.http.surface.SurfaceSettings;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.job.Settings;
import dev.windlass.spi.JobStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Windlass as the standalone server puts it together, with a handler that does nothing. */
final class WindlassServer implements AutoCloseable {

    private final JobStore store;
    private final JobScheduler scheduler;
    private final JobHttpServer server;

    /** @param execute whether jobs are executed while requests come in */
    WindlassServer(JobStore store, boolean execute) throws IOException {
        this.store = store;
        EventFeed feed = new EventFeed();
        scheduler = JobScheduler.builder(store)
                .settings(Settings.builder().maxQueued(20_000_000).build())
                .register(JobType.of("noop", Json.class, (params, context) -> {
                    Work.run(params.text());
                    return RunResult.completed();
                }))
                .listener(feed)
                .build();
        server = JobHttpServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                JobHttpHandler.builder().scheduler(scheduler, SurfaceSettings.DEFAULTS, feed));
        if (execute) {
            scheduler.start();
        }
    }

    String url() {
        return server.url();
    }

    /** One request, to see what the others will be answered with. */
    static HttpResponse<byte[]> ask(String url, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        server.close();
        scheduler.close();
        store.close();
    }
}
