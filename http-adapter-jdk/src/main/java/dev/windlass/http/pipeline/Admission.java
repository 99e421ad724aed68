package dev.windlass.http.pipeline;

import dev.windlass.http.rest.Answer;
import dev.windlass.http.rest.Principal;
import dev.windlass.http.rest.Query;
import dev.windlass.http.rest.Route;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of a request's head. */
public sealed interface Admission {

    /** It is answered already; its body is not wanted. */
    record Refused(Answer answer) implements Admission {}

    /**
     * Its body is wanted.
     *
     * @param bodyLength what it declared, within the limit
     * @param headers that the answer gets besides its own
     * @param bucket whose rate limit it counted for; null when it did not count
     */
    record Admitted(
            RequestHead head,
            Route route,
            String path,
            Map<String, String> pathParams,
            Query query,
            Principal principal,
            String requestId,
            @Nullable String traceparent,
            int bodyLength,
            Map<String, String> headers,
            @Nullable String bucket,
            long startedNanos)
            implements Admission {}
}
