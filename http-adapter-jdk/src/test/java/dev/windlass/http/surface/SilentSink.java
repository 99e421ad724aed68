package dev.windlass.http.surface;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.job.Json;
import dev.windlass.spi.WebhookSink;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Takes every webhook, answers 410 for URLs that have {@code gone} in them, and refuses those with {@code refused}. */
final class SilentSink implements WebhookSink {

    final Queue<Request> sent = new ConcurrentLinkedQueue<>();

    @Override
    public Answer send(Request request) {
        sent.add(request);
        return new Answer(request.url().contains("gone") ? 410 : 204, null, null, null);
    }

    /** The state webhooks of this job so far, in the order in which they came. */
    List<JsonNode> states(String jobId) {
        return sent.stream()
                .map(request -> new Json(new String(request.body(), StandardCharsets.UTF_8)).tree())
                .filter(body ->
                        body.has("state") && body.path("job_id").asText().equals(jobId))
                .toList();
    }

    /** How many bodies so far tell this event of this job. */
    long bodies(String jobId, String event) {
        return sent.stream()
                .map(request -> new Json(new String(request.body(), StandardCharsets.UTF_8)).tree())
                .filter(body -> body.path("event").asText().equals(event))
                .filter(body ->
                        jobId.equals(body.path("job_id").asText(body.path("id").asText())))
                .count();
    }

    @Override
    public @Nullable String refusal(String url) {
        return url.startsWith("http") && !url.contains("refused") ? null : "must be a URL that can be reached";
    }

    @Override
    public void close() {}
}
