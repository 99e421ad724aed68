package dev.windlass.http.rest;

import dev.windlass.job.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A complete answer.
 *
 * @param headers one value per name; lists are written with commas
 */
public record Answer(int status, Map<String, String> headers, Body body) implements ApiResponse {

    private static final String JSON = "application/json";

    public Answer {
        headers = AnswerHeaders.copyOf(headers);
    }

    /** Without a body. */
    public static Answer empty(int status) {
        return new Answer(status, AnswerHeaders.NONE, Body.EMPTY);
    }

    public static Answer json(int status, byte[] json) {
        return bytes(status, JSON, json);
    }

    public static Answer json(int status, Json json) {
        return bytes(status, JSON, json.text().getBytes(StandardCharsets.UTF_8));
    }

    public static Answer text(int status, String contentType, String text) {
        return bytes(status, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer bytes(int status, String contentType, byte[] bytes) {
        return new Answer(status, Map.of("Content-Type", contentType), new Body.Bytes(bytes));
    }

    /** Bytes that are opened and sent when the head is out, such as an artifact. */
    public static Answer stream(int status, String contentType, Body.Streamed body) {
        return new Answer(status, Map.of("Content-Type", contentType), body);
    }

    /** Server-sent events until the source ends or the client goes. */
    public static Answer events(EventSource source) {
        return new Answer(200, Map.of("Content-Type", "text/event-stream"), new Body.Events(source));
    }

    /** The same with a header added or replaced. */
    public Answer with(String name, String value) {
        return new Answer(status, AnswerHeaders.copyOf(headers).with(name, value), body);
    }

    /** The same with these headers added, unless it has them. */
    public Answer withDefaults(Map<String, String> defaults) {
        return new Answer(status, AnswerHeaders.copyOf(defaults).withAll(headers), body);
    }

    public Answer withStatus(int newStatus) {
        return new Answer(newStatus, headers, body);
    }

    public Answer withBody(Body newBody) {
        return new Answer(status, headers, newBody);
    }
}
