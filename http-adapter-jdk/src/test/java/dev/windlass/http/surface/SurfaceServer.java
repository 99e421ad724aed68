package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobScheduler;
import dev.windlass.http.JobHttpHandler;
import dev.windlass.http.JobHttpServer;
import dev.windlass.http.rest.Route;
import dev.windlass.job.Settings;
import dev.windlass.spi.JobStore;
import dev.windlass.store.memory.MemoryJobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** A scheduler on the memory store behind a server, and a client whose every exchange is checked against the OpenAPI document. */
final class SurfaceServer implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(10);

    final TestTypes types = new TestTypes();
    final SilentSink sink = new SilentSink();
    private final JobStore store;
    final JobScheduler scheduler;
    final JobHttpServer server;
    final List<Route> routes;
    private final EventFeed feed = new EventFeed();
    private final ExecutorService clientThreads = Executors.newCachedThreadPool();
    private final HttpClient client;
    private final OpenApiChecks checks;

    SurfaceServer() {
        this(settings -> settings.slots(4), surfaces -> surfaces, handler -> handler);
    }

    SurfaceServer(
            UnaryOperator<Settings.Builder> settings,
            UnaryOperator<SurfaceSettings> surfaces,
            UnaryOperator<JobHttpHandler.Builder> handler) {
        this(new MemoryJobStore(), settings, surfaces, handler);
    }

    SurfaceServer(
            JobStore store,
            UnaryOperator<Settings.Builder> settings,
            UnaryOperator<SurfaceSettings> surfaces,
            UnaryOperator<JobHttpHandler.Builder> handler) {
        this.store = store;
        SurfaceSettings chosen = surfaces.apply(SurfaceSettings.DEFAULTS);
        scheduler = JobScheduler.builder(store)
                .registerAll(types.all())
                .settings(settings.apply(Settings.builder()).build())
                .webhookSink(sink)
                .listener(feed)
                .start();
        routes = Surfaces.routes(scheduler, chosen, feed);
        checks = new OpenApiChecks(OpenApi.document(chosen, true).tree());
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor((Executor) clientThreads)
                .build();
        try {
            server = JobHttpServer.start(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    handler.apply(JobHttpHandler.builder().routes(routes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Reply get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    Reply post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    Reply post(String path) {
        return send("POST", path, null);
    }

    Reply patch(String path, String body, String... headers) {
        return send("PATCH", path, body, headers);
    }

    Reply delete(String path, String... headers) {
        return send("DELETE", path, null, headers);
    }

    /** Sends, and checks what was sent and what came back against the document. */
    Reply send(String method, String path, @org.jspecify.annotations.Nullable String body, String... headers) {
        return later(method, path, body, headers).join();
    }

    CompletableFuture<Reply> later(
            String method, String path, @org.jspecify.annotations.Nullable String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(30));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(response -> checks.check(method, path, body, Reply.of(response)));
    }

    /** For streams: what comes back, line by line. */
    HttpResponse<java.util.stream.Stream<String>> lines(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofLines())
                .join();
    }

    /** Holds the body of a webhook against the document. */
    void checkEvent(byte[] body) {
        checks.checkEvent(new String(body, java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Queues a job and returns where it is. */
    String submit(String body) {
        Reply reply = post("/api/jobs", body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.header("Location");
    }

    /** Waits until the thing at this path says this. */
    Reply awaitMember(String path, String pointer, String value) {
        return await().atMost(SOON)
                .until(
                        () -> get(path),
                        reply -> reply.status() == 200 && reply.at(pointer).equals(value));
    }

    /** A job that has ended so; its path. */
    String ended(String body, String status) {
        String path = submit(body);
        awaitMember(path, "/status", status);
        return path;
    }

    @Override
    public void close() {
        types.openAll();
        server.close();
        scheduler.stop(Duration.ofSeconds(2));
        store.close();
        clientThreads.shutdownNow();
    }
}
