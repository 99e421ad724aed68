package dev.windlass.examples.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.windlass.job.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Receives webhooks on loopback: checks the signature before it looks at anything else, answers at once, and passes on each new event
 * once. Thread-safe.
 */
public final class WebhookReceiver implements AutoCloseable {

    private static final int MAX_BODY = 1 << 20;
    private static final int THREADS = 4;

    private final SignatureCheck check;
    private final InstantSource clock;
    private final Consumer<JsonNode> listener;
    private final SeenEvents seen = new SeenEvents();
    private final HttpServer server;
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);

    /**
     * Starts to listen.
     *
     * @param port 0 for a free one
     * @param listener gets each new event; called on the thread that answers, so it must return soon
     */
    public WebhookReceiver(int port, String secret, InstantSource clock, Consumer<JsonNode> listener)
            throws IOException {
        this.check = new SignatureCheck(secret);
        this.clock = clock;
        this.listener = listener;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Listens on port 9000, or the one given, and prints what comes; the secret is in {@code WEBHOOK_SECRET}. */
    public static void main(String[] args) throws IOException {
        String secret = System.getenv("WEBHOOK_SECRET");
        if (secret == null) {
            System.err.println("Set WEBHOOK_SECRET to the endpoint's secret.");
            return;
        }
        int port = args.length == 0 ? 9000 : Integer.parseInt(args[0]);
        // Stays: the server's threads keep the process alive.
        WebhookReceiver receiver = new WebhookReceiver(port, secret, InstantSource.system(), System.out::println);
        System.out.println("Receiving on " + receiver.url());
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(answer(exchange), -1);
        }
    }

    private int answer(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            return 405;
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            return 413;
        }
        if (!isSigned(exchange, body)) {
            return 401;
        }
        return take(header(exchange, "webhook-id"), body);
    }

    private boolean isSigned(HttpExchange exchange, byte[] body) {
        String id = header(exchange, "webhook-id");
        String timestamp = header(exchange, "webhook-timestamp");
        String signatures = header(exchange, "webhook-signature");
        return check.isStandard(id, timestamp, signatures, body, clock.instant())
                // A sender that knows no Standard Webhooks; the event's own idempotency key then stands in for the id.
                || (id == null && check.isForeman(header(exchange, "X-Foreman-Signature"), body));
    }

    private int take(@Nullable String id, byte[] body) {
        try {
            JsonNode event = new Json(new String(body, StandardCharsets.UTF_8)).tree();
            String key = id == null ? event.path("idempotency_key").asText() : id;
            String subject = event.path("job_id").asText(event.path("run_id").asText());
            seen.ifNew(key, subject, event.path("sequence").asLong(), () -> listener.accept(event));
            return 204;
        } catch (IllegalArgumentException e) {
            return 400;
        } catch (RuntimeException e) {
            // The sender tries again, and by then the listener may be well.
            return 500;
        }
    }

    private static @Nullable String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
