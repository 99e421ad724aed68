package dev.windlass.http.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.windlass.http.JobHttpServer;
import dev.windlass.job.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Takes webhooks at any path, fails one time in so many, and remembers everything. */
final class FlakyReceiver implements AutoCloseable {

    /** A request, in the order in which they came. */
    record Got(String path, String eventId, String jobId, String event, long sequence, String body, boolean taken) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final List<Got> got = new ArrayList<>();
    private final Random random = new Random(20);
    private final int failsOneIn;

    FlakyReceiver(int failsOneIn) throws IOException {
        this.failsOneIn = failsOneIn;
        JobHttpServer.setServerProperties();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.setExecutor(threads);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(remember(exchange, body) ? 200 : 500, -1);
        }
    }

    private synchronized boolean remember(HttpExchange exchange, String body) {
        JsonNode event = new Json(body).tree();
        boolean taken = random.nextInt(failsOneIn) > 0;
        got.add(new Got(
                exchange.getRequestURI().getPath(),
                exchange.getRequestHeaders().getFirst("webhook-id"),
                event.path("job_id").asText(),
                event.path("event").asText(),
                event.path("sequence").asLong(),
                body,
                taken));
        return taken;
    }

    synchronized List<Got> got() {
        return List.copyOf(got);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
