package dev.windlass.webhook;

import dev.windlass.job.Ids;
import dev.windlass.spi.WebhookSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Receivers that answer as they are told, and remember what they got. */
final class FakeReceivers implements WebhookSink {

    static final Answer OK = new Answer(200, null, null, "ok");
    static final Answer BROKEN = new Answer(500, null, null, "no");
    static final Answer SILENT = new Answer(null, "timeout", null, null);
    static final Answer GONE = new Answer(410, null, null, null);

    /** A request that came. */
    record Got(String url, UUID eventId, Map<String, String> headers, String body) {}

    private final Map<String, Function<Got, Answer>> manners = new HashMap<>();
    private final List<Got> got = new ArrayList<>();

    static Answer busy(Duration retryAfter) {
        return new Answer(429, null, retryAfter, null);
    }

    synchronized void at(String url, Function<Got, Answer> answer) {
        manners.put(url, answer);
    }

    synchronized void at(String url, Answer answer) {
        at(url, request -> answer);
    }

    @Override
    public Answer send(Request request) {
        UUID eventId = Ids.parse(
                        java.util.Objects.requireNonNull(request.headers().get("webhook-id")))
                .orElseThrow();
        String body = new String(request.body(), java.nio.charset.StandardCharsets.UTF_8);
        Got one = new Got(request.url(), eventId, request.headers(), body);
        Function<Got, Answer> answer;
        synchronized (this) {
            got.add(one);
            answer = manners.getOrDefault(request.url(), unused -> OK);
        }
        return answer.apply(one);
    }

    /** What came to this URL, in order. */
    synchronized List<Got> at(String url) {
        return got.stream().filter(one -> one.url().equals(url)).toList();
    }

    synchronized int count(String url) {
        return at(url).size();
    }

    synchronized void forget() {
        got.clear();
    }

    @Override
    public @Nullable String refusal(String url) {
        return url.startsWith("https://") ? null : "must be https";
    }

    @Override
    public void close() {}
}
