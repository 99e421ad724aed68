package dev.windlass.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.windlass.JobScheduler;
import dev.windlass.http.JobHttpHandler;
import dev.windlass.http.JobHttpServer;
import dev.windlass.http.surface.SurfaceSettings;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.store.memory.MemoryJobStore;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A host that already has a server: its own endpoints stay as they are, the scheduler's come next to them (seed row C12). */
public final class NextToYourEndpoints {

    private NextToYourEndpoints() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        JobType<Json> twice = JobType.of(
                "double",
                Json.class,
                (params, context) -> RunResult.completed(
                        Map.of("doubled", 2 * params.tree().path("number").asInt())));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        JobHttpServer.setServerProperties();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        try (JobScheduler scheduler = JobScheduler.builder(new MemoryJobStore())
                        .register(twice)
                        .start();
                JobHttpHandler jobs = JobHttpHandler.builder()
                        .scheduler(
                                scheduler, SurfaceSettings.DEFAULTS.withDirectPaths(Map.of("/double", "double")), null)
                        .build()) {
            server.createContext("/hello", NextToYourEndpoints::hello);
            server.createContext("/", jobs);
            server.start();
            String base = "http://127.0.0.1:" + server.getAddress().getPort();
            System.out.println(post(base + "/hello", ""));
            System.out.println(post(base + "/double", "{\"number\": 21}"));
            System.out.println(post(base + "/api/jobs", "{\"job_type\": \"triple\"}"));
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private static void hello(HttpExchange exchange) throws IOException {
        byte[] body = "Hello from before".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static String post(String url, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return response.statusCode() == 200 ? response.body() : "status " + response.statusCode();
    }
}
