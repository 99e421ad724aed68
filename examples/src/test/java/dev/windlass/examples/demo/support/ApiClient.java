package dev.windlass.examples.demo.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.job.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Talks to a server as a client that knows nothing but its URL. */
public final class ApiClient {

    /** What came back. */
    public record Reply(int status, HttpResponse<byte[]> response) {

        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return new Json(text()).tree();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;
    private final String token;

    public ApiClient(String base) {
        this(base, "");
    }

    private ApiClient(String base, String token) {
        this.base = base;
        this.token = token;
    }

    /** The same client, with this bearer token in each request. */
    public ApiClient withToken(String bearer) {
        return new ApiClient(base, bearer);
    }

    public Reply get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    public Reply post(String path, String json, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    /** What a location points to once it is terminal, or as it is after 20 seconds. */
    public JsonNode await(String location) throws IOException, InterruptedException {
        return send(request(location).header("Prefer", "wait=20").GET()).json();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Reply(response.statusCode(), response);
    }
}
