package dev.windlass.http.rules;

import dev.windlass.http.rest.ApiRequest;
import dev.windlass.http.rest.HeaderFields;
import dev.windlass.http.rest.Principal;
import dev.windlass.http.rest.Query;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Requests for tests. */
final class Requests {

    private Requests() {}

    static ApiRequest get(String path, @Nullable String query, String... headers) {
        return request("GET", path, query, "", headers);
    }

    static ApiRequest post(String path, String body, String... headers) {
        return request("POST", path, null, body, headers);
    }

    private static ApiRequest request(
            String method, String path, @Nullable String query, String body, String... headers) {
        Map<String, List<String>> fields = new TreeMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            fields.computeIfAbsent(headers[i], name -> new java.util.ArrayList<>())
                    .add(headers[i + 1]);
        }
        return new ApiRequest(
                method,
                path,
                Map.of(),
                Query.parse(query),
                HeaderFields.of(fields),
                body.getBytes(StandardCharsets.UTF_8),
                Principal.LOCAL,
                "r1",
                null,
                "127.0.0.1");
    }
}
