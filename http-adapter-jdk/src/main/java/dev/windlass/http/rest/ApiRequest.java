package dev.windlass.http.rest;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that has passed every check that is not the route's own: it is authorized, its media type fits and its body was read.
 *
 * @param method upper case; GET when the client sent HEAD
 * @param path as it was sent, without the query
 * @param pathParams by the names in the route's pattern, decoded
 * @param body empty when there is none; not to be changed
 * @param requestId from {@code X-Request-Id}, or made
 * @param traceparent W3C trace context; null when absent or not valid
 * @param remoteAddress the peer's IP address, or that of the client behind a trusted proxy
 */
public record ApiRequest(
        String method,
        String path,
        Map<String, String> pathParams,
        Query query,
        HeaderFields headers,
        byte[] body,
        Principal principal,
        String requestId,
        @Nullable String traceparent,
        String remoteAddress) {

    /** The value of a {@code {name}} in the route's pattern. @throws IllegalArgumentException when the pattern has no such name */
    public String pathParam(String name) {
        String value = pathParams.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The route has no parameter " + name);
        }
        return value;
    }

    public @Nullable String header(String name) {
        return headers.first(name);
    }
}
