package dev.windlass.http.surface;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.job.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** What came back. */
record Reply(int status, java.net.http.HttpHeaders headers, byte[] bytes) {

    static Reply of(HttpResponse<byte[]> response) {
        return new Reply(response.statusCode(), response.headers(), response.body());
    }

    /** Empty when it is not there. */
    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    JsonNode json() {
        return new Json(text()).tree();
    }

    /** A member of the body by JSON pointer, as text; empty when it is missing or null. */
    String at(String pointer) {
        return json().at(pointer).asText("");
    }
}
