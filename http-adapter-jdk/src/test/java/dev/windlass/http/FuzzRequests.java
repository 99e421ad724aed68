package dev.windlass.http;

import dev.windlass.http.rest.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes requests that are nearly right. */
final class FuzzRequests {

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
            "\"a\\nb\"",
            "\"\\u2028\"",
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

    /** Of things that exist. */
    final List<String> ids = new ArrayList<>();

    private final Random random;

    FuzzRequests(long seed) {
        random = new Random(seed);
    }

    String request(List<Route> routes) {
        Route route = pick(routes);
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
        return switch (random.nextInt(14)) {
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
            case 6 -> "X: " + pick(List.of("a\u0000b", "\u001b[0m", "a\u007f", "a\rb")) + "\r\n";
            case 7 -> "Content-Encoding: " + pick(List.of("gzip", "identity", "br, gzip", "")) + "\r\n";
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
}
