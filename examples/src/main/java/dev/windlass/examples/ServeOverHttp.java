package dev.windlass.examples;

import dev.windlass.JobScheduler;
import dev.windlass.http.JobHttpHandler;
import dev.windlass.http.JobHttpServer;
import dev.windlass.http.guard.Tokens;
import dev.windlass.http.pipeline.PipelineSettings;
import dev.windlass.http.surface.EventFeed;
import dev.windlass.http.surface.SurfaceSettings;
import dev.windlass.http.webhook.AddressGuard;
import dev.windlass.http.webhook.GuardedHttpClient;
import dev.windlass.http.webhook.OkHttpWebhookSink;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.spi.JobStore;
import dev.windlass.store.memory.MemoryJobStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;

/** The REST API on a port of its own, with tokens, webhooks and the stream of events: all that a host puts together. */
public final class ServeOverHttp {

    private ServeOverHttp() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        JobType<Json> summarize = JobType.of("summarize", Json.class, (text, context) -> RunResult.completed("short"));
        Tokens tokens = Tokens.parse(List.of("dashboard:read:look-only", "shop:read+submit:let-me-work"));
        EventFeed feed = new EventFeed();
        try (JobStore store = new MemoryJobStore();
                GuardedHttpClient client = new GuardedHttpClient(AddressGuard.STRICT);
                JobScheduler scheduler = JobScheduler.builder(store)
                        .register(summarize)
                        .webhookSink(new OkHttpWebhookSink(client, InstantSource.system()))
                        .listener(feed)
                        .start();
                JobHttpServer server = JobHttpServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        JobHttpHandler.builder()
                                .scheduler(scheduler, SurfaceSettings.DEFAULTS.withAsyncJobType("summarize"), feed)
                                .settings(PipelineSettings.defaults().withTokens(tokens)))) {
            System.out.println("nobody: " + submit(server.url(), "nothing"));
            System.out.println("dashboard: " + submit(server.url(), "look-only"));
            System.out.println("shop: " + submit(server.url(), "let-me-work"));
        }
    }

    private static int submit(String url, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/jobs"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\": \"long\"}"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
