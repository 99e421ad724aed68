package dev.windlass.http.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.windlass.http.rest.Route;
import dev.windlass.job.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Bodies, paths and queries bent at random (with a fixed seed): whatever comes in, the answer is documented and no 5xx. */
class FuzzTest {

    private static final int ROUNDS = 20;

    private static final List<String> VALUES = List.of(
            "null",
            "-1",
            "0",
            "11",
            "1e300",
            "99999999999999999999",
            "0.1",
            "\"\"",
            "\"x\"",
            "true",
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "[1,\"a\"]",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"2999-01-01T00:00:00Z\"",
            "\"9999-12-31T23:59:59Z\"",
            "\"0000-00-00\"",
            "\"https://example.com/\"",
            "\"* * * * *\"",
            "\"@yearly\"",
            "\"a\\nb\"",
            "\"echo\"",
            "\"é漢😀\"",
            "{\"a\":{\"b\":[{}]}}",
            "1e-400",
            "-0.0",
            "\"" + "y".repeat(300) + "\"",
            "{\"max_attempts\":1000000}",
            "{\"backoff\":{\"initial_seconds\":-1}}",
            "{\"gap\":\"x\"}");

    private static final Map<String, String> BODIES = new TreeMap<>(
            Map.ofEntries(
                    Map.entry(
                            "/api/job-templates",
                            "{\"name\":\"n\",\"job_type\":\"echo\",\"params\":{},\"retry_policy\":{\"max_attempts\":1,"
                                    + "\"backoff\":{\"initial_seconds\":1,\"multiplier\":2,\"max_seconds\":3,\"jitter\":0.1}},"
                                    + "\"timeout_seconds\":1,\"retention_seconds\":1}"),
                    Map.entry(
                            "/api/schedules",
                            "{\"template_id\":\"@\",\"cron\":\"0 0 * * *\",\"timezone\":\"UTC\",\"enabled\":true,"
                                    + "\"cron_type\":\"unix\",\"misfire\":\"skip\",\"overlap\":\"allow\",\"dst\":{\"gap\":\"skip\",\"overlap\":\"both\"}}"),
                    Map.entry(
                            "/api/jobs",
                            "{\"template_id\":null,\"job_type\":\"echo\",\"params\":{\"a\":1},\"priority\":1,\"queue\":\"q\","
                                    + "\"run_at\":\"2026-01-01T00:00:00Z\",\"timeout_seconds\":1,\"retention_seconds\":9,\"retry_policy\":{},"
                                    + "\"callback_url\":\"https://example.com\",\"tags\":[\"t\"]}"),
                    Map.entry(
                            "/api/jobs/batch",
                            "{\"jobs\":[{\"job_type\":\"echo\"},{\"job_type\":\"echo\",\"priority\":2}]}"),
                    Map.entry(
                            "/v1/jobs",
                            "{\"job_type\":\"echo\",\"callback_url\":\"https://example.com\",\"callback_on\":\"all\"}"),
                    Map.entry("/jobs", "{\"messages\":[],\"state_webhook_url\":\"https://example.com\"}"),
                    Map.entry(
                            "/api/webhooks",
                            "{\"url\":\"https://example.com\",\"events\":[\"job.queued\"],\"profile\":\"contract\","
                                    + "\"enabled\":true,\"secret\":\"s\",\"retry_delays_seconds\":[1],\"retry_preset\":\"standard\"}")));

    private final Random random = new Random(42);

    @Test
    void nothingThatComesInMakesTheServerFail() {
        try (SurfaceServer server = new SurfaceServer()) {
            List<String> ids = ids(server);
            for (Route route : server.routes) {
                for (int round = 0; round < ROUNDS && !route.pattern().endsWith("events"); round++) {
                    String path = path(route.pattern(), ids) + query(route);
                    Reply reply = server.send(route.method(), path, body(route, ids), "Prefer", "wait=0");
                    boolean failedRun =
                            reply.status() == 500 && reply.at("/code").equals("run-failed");
                    assertThat(reply.status() < 500 || failedRun)
                            .as(route.method() + " " + path + " -> " + reply.text())
                            .isTrue();
                }
            }
        }
    }

    private static List<String> ids(SurfaceServer server) {
        String template = server.post("/api/job-templates", "{\"name\":\"f\",\"job_type\":\"echo\"}")
                .at("/template_id");
        Reply job = server.get(server.ended("{\"job_type\":\"fail\"}", "FAILED"));
        String schedule = server.post("/api/schedules", "{\"template_id\":\"" + template + "\",\"cron\":\"@daily\"}")
                .at("/schedule_id");
        String webhook = server.post("/api/webhooks", "{\"url\":\"https://example.com\"}")
                .at("/webhook_id");
        return List.of(
                template,
                job.at("/job_id"),
                job.at("/last_run_id"),
                schedule,
                webhook,
                "echo",
                "digits",
                "x%20y",
                "%F0%9F%98%80");
    }

    private String path(String pattern, List<String> ids) {
        StringBuilder path = new StringBuilder();
        for (String segment : pattern.substring(1).split("/")) {
            path.append('/').append(segment.startsWith("{") ? any(ids) : segment);
        }
        return path.toString();
    }

    private String query(Route route) {
        StringBuilder query = new StringBuilder();
        for (String name : route.query() == null ? List.<String>of() : route.query()) {
            if (random.nextInt(3) == 0 && !name.equals("wait")) {
                String value = any(VALUES).replace("\"", "");
                query.append(query.isEmpty() ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        }
        return query.toString();
    }

    private @org.jspecify.annotations.Nullable String body(Route route, List<String> ids) {
        if (route.bodyKind() == Route.BodyKind.NONE) {
            return null;
        }
        String like = route.pattern().replaceAll("/\\{[^}]*}$", "");
        JsonNode tree =
                new Json(BODIES.getOrDefault(like, "{\"reason\":\"r\",\"queue\":\"q\",\"since\":\"x\"}")).tree();
        for (int bends = random.nextInt(3); bends >= 0; bends--) {
            bend(tree);
        }
        String text = tree.toString().replace("\"@\"", '"' + ids.get(0) + '"').replace("\"\\u0001\"", any(VALUES));
        return random.nextInt(20) == 0 ? text.substring(0, random.nextInt(text.length())) + "}" : text;
    }

    /** Puts a mark somewhere, to be replaced by any value in the text, where what no parser accepts can stand too. */
    private void bend(JsonNode node) {
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = List.copyOf(new TreeMap<>(Map.copyOf(toMap(object))).keySet());
            String name = any(names);
            if (object.get(name).isContainerNode() && random.nextBoolean()) {
                bend(object.get(name));
            } else {
                object.put(random.nextInt(8) == 0 ? "unknown" : name, "\u0001");
            }
        } else if (node instanceof ArrayNode array && !array.isEmpty()) {
            int index = random.nextInt(array.size());
            if (array.get(index).isContainerNode() && random.nextBoolean()) {
                bend(array.get(index));
            } else {
                array.set(index, "\u0001");
            }
        }
    }

    private static Map<String, JsonNode> toMap(ObjectNode object) {
        Map<String, JsonNode> map = new TreeMap<>();
        object.properties().forEach(member -> map.put(member.getKey(), member.getValue()));
        return map;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
