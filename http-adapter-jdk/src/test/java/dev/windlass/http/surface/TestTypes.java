package dev.windlass.http.surface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.windlass.job.Backoff;
import dev.windlass.job.JobType;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.RunContext;
import dev.windlass.job.RunResult;
import dev.windlass.job.Warning;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Job types that do what a test tells them to. */
final class TestTypes {

    private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();

    /** Lets every {@code hold} with this gate go on. */
    void open(String gate) {
        gate(gate).countDown();
    }

    void openAll() {
        gates.values().forEach(CountDownLatch::countDown);
    }

    private CountDownLatch gate(String name) {
        return gates.computeIfAbsent(name, n -> new CountDownLatch(1));
    }

    List<JobType<?>> all() {
        RetryPolicy quick = new RetryPolicy(3, new Backoff(Duration.ofMillis(1), 1, Duration.ofMillis(1), 0));
        return List.of(
                type("echo", (params, context) -> RunResult.completed(params)),
                type("story", (params, context) -> RunResult.completed(Map.of("text", "Once upon a time"))),
                type("analyze-document", TestTypes::analyze),
                type("hold", this::hold),
                type("chat", this::chat).withLoading(),
                type("skip", (params, context) -> RunResult.skipped("nothing to do")),
                type(
                        "partial",
                        (params, context) ->
                                RunResult.completed(Map.of("done", 1), List.of(new Warning("half", "only half")))),
                type("items", (params, context) -> {
                    context.progress(3, 4);
                    return RunResult.completed();
                }),
                type("fail", TestTypes::fail),
                type("flaky", TestTypes::flaky).withRetryPolicy(quick),
                type("slow", this::hold).withTimeout(Duration.ofMillis(50)).withRetryPolicy(RetryPolicy.attempts(1)),
                JobType.of("strict", Strict.class, (params, context) -> RunResult.completed()),
                type("nothing", (params, context) -> RunResult.completed()),
                type("torn", (params, context) -> RunResult.completed("a\ud83db")),
                type("large", (params, context) -> RunResult.completed("x".repeat(300_000))),
                type("artifact", TestTypes::artifact));
    }

    /** Params that can be wrong. */
    record Strict(int count) {}

    private static JobType<JsonNode> type(String name, dev.windlass.job.JobHandler<JsonNode> handler) {
        return JobType.of(name, JsonNode.class, handler);
    }

    private static RunResult analyze(JsonNode params, RunContext context) {
        context.progress(45);
        return RunResult.completed(
                Map.of("summary", "The document discusses market trends...", "sentiment", "POSITIVE"));
    }

    private RunResult hold(JsonNode params, RunContext context) throws Exception {
        CountDownLatch gate = gate(params.path("gate").asText("a"));
        context.onCancel(gate::countDown);
        context.progress(45);
        gate.await();
        context.throwIfCancelled();
        return RunResult.completed(params);
    }

    private RunResult chat(JsonNode params, RunContext context) throws Exception {
        if (params.has("gate")) {
            gate(params.get("gate").asText()).await();
        }
        context.working();
        byte[] text = ("You said: " + params.path("messages")).getBytes(StandardCharsets.UTF_8);
        context.writeArtifact("completion", "text/plain; charset=utf-8", text);
        return RunResult.completed(Map.of("model", params.path("model").asText("small")));
    }

    private static RunResult fail(JsonNode params, RunContext context) {
        return RunResult.failed(params.path("code").asText("broken"), "It is broken");
    }

    private static RunResult flaky(JsonNode params, RunContext context) {
        return context.attempt() <= params.path("fail_times").asInt(1)
                ? RunResult.failedForNow("flaky", "Not this time")
                : RunResult.completed(Map.of("attempt", context.attempt()));
    }

    private static RunResult artifact(JsonNode params, RunContext context) throws Exception {
        byte[] bytes = new byte[params.path("bytes").asInt(10)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ('0' + i % 10);
        }
        context.writeArtifact(
                params.path("name").asText("digits"),
                params.path("content_type").asText("text/plain"),
                bytes);
        return RunResult.completed(((ObjectNode) params).put("written", bytes.length));
    }
}
