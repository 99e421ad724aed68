package dev.windlass.spi;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends webhooks. One {@code send} is one request on the wire: no retries, no redirects. Thread-safe; may block the caller. */
public interface WebhookSink extends AutoCloseable {

    /** Sends one request and waits for its outcome. Never throws for anything that a receiver or the network does. */
    Answer send(Request request);

    /**
     * Why a URL cannot be a target, judged by its text alone, never by looking a name up.
     *
     * @return null when it can
     */
    @Nullable
    String refusal(String url);

    @Override
    void close();

    /**
     * A request to be sent.
     *
     * @param headers besides Content-Type, which is {@code application/json}
     */
    record Request(String url, Map<String, String> headers, byte[] body) {}

    /**
     * What came of it.
     *
     * @param statusCode null when no answer came
     * @param error why no answer came, snake case, for example {@code connect_timeout}, {@code address_refused}; null when one came
     * @param retryAfter what the receiver asked for; null when it did not
     * @param body the beginning of the answer, at most 4 KiB; null when there was none
     */
    record Answer(
            @Nullable Integer statusCode,
            @Nullable String error,
            @Nullable Duration retryAfter,
            @Nullable String body) {}
}
