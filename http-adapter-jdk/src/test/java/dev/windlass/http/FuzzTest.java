package dev.windlass.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.JobScheduler;
import dev.windlass.http.RawClient.Reply;
import dev.windlass.http.rest.Route;
import dev.windlass.http.surface.SurfaceSettings;
import dev.windlass.http.surface.Surfaces;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.job.Settings;
import dev.windlass.spi.WebhookSink;
import dev.windlass.store.memory.MemoryJobStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, the server says what is wrong with it, and never that something went wrong inside. */
@Timeout(120)
class FuzzTest {

    private static final int REQUESTS = 4_000;
    private static final List<String> MEMBERS = List.of(
            "job_type",
            "template_id",
            "params",
            "priority",
            "queue",
            "run_at",
            "timeout_seconds",
            "retention_seconds",
            "retry_policy",
            "callback_url",
            "callback_on",
            "tags",
            "name",
            "cron",
            "timezone",
            "cron_type",
            "misfire",
            "overlap",
            "dst",
            "enabled",
            "url",
            "events",
            "secret",
            "profile",
            "jobs",
            "max_attempts",
            "backoff",
            "initial_seconds",
            "multiplier",
            "jitter",
            "gap",
            "reason",
            "state_webhook_url",
            "since",
            "x");
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "5",
            "1e308",
            "1.5",
            "99999999999999999999",
            "\"\"",
            "\"echo\"",
            "\"* * * * *\"",
            "\"Europe/Berlin\"",
            "\"2026-01-31T12:00:00Z\"",
            "\"9999-12-31T23:59:59Z\"",
            "\"https://example.com/x\"",
            "\"http://127.0.0.1\"",
            "\"job_01ARZ3NDEKTSV4RRFFQ69G5FAV\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ud800\"",
            "[]",
            "[1]",
            "[\"a\"]",
            "{}",
            "\"skip\"",
            "\"@daily\"",
            "\"all\"");
    private static final List<String> PARAMETERS = List.of(
            "status",
            "page_size",
            "page_token",
            "order_by",
            "created_after",
            "tag",
            "job_type",
            "count",
            "after",
            "enabled",
            "trigger",
            "queue",
            "job_id",
            "x");
    private static final List<String> TEXTS = List.of(
            "",
            "1",
            "-1",
            "QUEUED",
            "queued",
            "job_01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "%ff",
            "%00",
            "a%20b",
            "2026-01-31T12:00:00Z",
            "9999-12-31T23:59:59Z",
            "AAAA",
            "true",
            "%F0%9F%98%80",
            "..",
            "%2e%2e",
            "a%2fb",
            "' OR 1=1 --",
            "{x}");
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]*}");

    private static final Pattern ID = Pattern.compile("[a-z]+_[0-9A-HJKMNP-TV-Z]{26}");

    private final Random random = new Random();
    private final List<String> ids = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nothingThatIsSentIsAnInternalError(long seed) throws IOException {
        random.setSeed(seed);
        try (JobScheduler scheduler = JobScheduler.builder(new MemoryJobStore())
                        .register(JobType.of("echo", Json.class, (params, context) -> RunResult.completed(params)))
                        .webhookSink(new SilentSink())
                        .settings(Settings.builder()
                                .drain(java.time.Duration.ZERO)
                                .build())
                        .start();
                JobHttpServer server = JobHttpServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        JobHttpHandler.builder().scheduler(scheduler, SurfaceSettings.DEFAULTS, null))) {
            List<Route> routes = Surfaces.routes(scheduler, SurfaceSettings.DEFAULTS, null).stream()
                    .filter(route -> !"text/event-stream".equals(route.produces()))
                    .toList();
            Map<Integer, Integer> seen = new TreeMap<>();
            RawClient client = new RawClient(server.port());
            seedIds(client);
            for (int i = 0; i < REQUESTS; i++) {
                String request = request(pick(routes));
                Reply reply =
                        client.send(request.getBytes(StandardCharsets.UTF_8)).read();
                assertThat(reply.status()).as(request).isNotIn(500, 502, 504).isLessThan(504);
                assertThat(reply.status() >= 400 ? reply.body() : "")
                        .as(request)
                        .doesNotContain("Exception", "java.", "dev.windlass", "fasterxml", "\tat ");
                seen.merge(reply.status(), 1, Integer::sum);
                if (reply.header("connection").equals("close")) {
                    client.close();
                    client = new RawClient(server.port());
                }
            }
            client.close();
            assertThat(seen).as("statuses reached").containsKeys(200, 202, 400, 404, 405, 406, 409, 422);
        }
    }

    /** Things that exist, so that more is reached than what does not. */
    private void seedIds(RawClient client) throws IOException {
        ids.clear();
        ids.add(id(client.post("/api/jobs", "{\"job_type\":\"echo\",\"params\":{}}")
                .read()));
        ids.add(id(client.post("/api/jobs", "{\"job_type\":\"echo\",\"run_at\":\"2999-01-01T00:00:00Z\"}")
                .read()));
        String template = id(client.post("/api/job-templates", "{\"name\":\"t\",\"job_type\":\"echo\"}")
                .read());
        ids.add(template);
        ids.add(id(client.post(
                        "/api/schedules",
                        "{\"template_id\":\"" + template + "\",\"cron\":\"@daily\",\"timezone\":\"UTC\"}")
                .read()));
        ids.add(id(client.post("/api/webhooks", "{\"url\":\"https://example.com\",\"events\":[\"job.run.failed\"]}")
                .read()));
    }

    private static String id(Reply reply) {
        Matcher id = ID.matcher(reply.body());
        assertThat(id.find()).as(reply.body()).isTrue();
        return id.group();
    }

    private String request(Route route) {
        String method =
                random.nextInt(20) == 0 ? pick(List.of("PUT", "DELETE", "PATCH", "GET", "POST")) : route.method();
        Matcher parameters = PARAMETER.matcher(route.pattern());
        String path = parameters.replaceAll(
                found -> Matcher.quoteReplacement(random.nextBoolean() ? pick(ids) : pick(TEXTS)));
        String body = method.equals("GET") ? "" : body(0);
        return method + " " + uri(path) + query() + " HTTP/1.1\r\nHost: localhost\r\n" + headers()
                + (body.isEmpty() ? "" : "Content-Type: application/json\r\n")
                + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    /** What java.net.URI cannot read is refused by the JDK's server itself. */
    private static String uri(String text) {
        return text.replace("{", "%7B").replace("}", "%7D").replace("'", "%27").replace(" ", "%20");
    }

    private String query() {
        StringBuilder query = new StringBuilder();
        while (random.nextInt(3) == 0) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(pick(PARAMETERS))
                    .append('=')
                    .append(uri(pick(TEXTS)));
        }
        return query.toString();
    }

    private String headers() {
        return switch (random.nextInt(12)) {
            case 0 -> "Idempotency-Key: " + pick(List.of("a", "b", "\"c\"", "\"", "é")) + "\r\n";
            case 1 -> "If-Match: " + pick(List.of("*", "\"x\"", "x")) + "\r\n";
            case 2 -> "If-None-Match: " + pick(List.of("*", "\"x\"", "W/")) + "\r\n";
            case 3 -> "Prefer: " + pick(List.of("wait=0", "respond-async", "wait=-1", "=")) + "\r\n";
            case 4 -> "Range: " + pick(List.of("bytes=0-", "bytes=9-1", "x")) + "\r\n";
            case 5 ->
                "Accept: "
                        + pick(List.of(
                                "text/html", "*/*", ";;;", "application/json;q=x", "application/json; q=0.0;x", ","))
                        + "\r\n";
            default -> "";
        };
    }

    private String body(int depth) {
        if (random.nextInt(30) == 0) {
            return pick(List.of("{", "[]", "nul", "{\"a\":1}{", "\u0000", "{\"a\":1,\"a\":2}", "[".repeat(200)));
        }
        StringBuilder body = new StringBuilder("{");
        if (depth == 0 && random.nextBoolean()) {
            body.append("\"job_type\":\"echo\"");
        }
        while (random.nextInt(5) > 1) {
            body.append(body.length() > 1 ? "," : "")
                    .append('"')
                    .append(pick(MEMBERS))
                    .append("\":");
            body.append(depth < 3 && random.nextInt(4) == 0 ? nested(depth) : value());
        }
        return body.append('}').toString();
    }

    private String value() {
        return random.nextInt(5) == 0 ? '"' + pick(ids) + '"' : pick(VALUES);
    }

    private String nested(int depth) {
        return random.nextInt(3) == 0 ? "[" + body(depth + 1) + "]" : body(depth + 1);
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static final class SilentSink implements WebhookSink {

        @Override
        public Answer send(Request request) {
            return new Answer(204, null, null, null);
        }

        @Override
        public @Nullable String refusal(String url) {
            return url.startsWith("https://") ? null : "is not https";
        }

        @Override
        public void close() {}
    }
}
