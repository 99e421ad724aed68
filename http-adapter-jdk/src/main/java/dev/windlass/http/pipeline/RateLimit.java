package dev.windlass.http.pipeline;

import dev.windlass.http.guard.TokenBuckets;
import dev.windlass.http.rest.Principal;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import java.util.Map;

/** Limits requests per principal, or per address for those without a token (IETF draft-ietf-httpapi-ratelimit-headers-10). */
final class RateLimit {

    private final TokenBuckets buckets;
    private final String policy;

    RateLimit(TokenBuckets buckets) {
        this.buckets = buckets;
        this.policy =
                "\"default\";q=" + buckets.limit() + ";w=" + buckets.window().toSeconds();
    }

    static String bucket(Principal principal, String remoteAddress) {
        return principal.equals(Principal.ANONYMOUS) ? "address " + remoteAddress : "token " + principal.name();
    }

    /** Counts a request. @return headers for its answer @throws ProblemException 429 */
    Map<String, String> count(String bucket) {
        TokenBuckets.Take take = buckets.take(bucket);
        long reset = take.reset().plusMillis(999).toSeconds();
        String state = "\"default\";r=" + take.remaining() + ";t=" + reset;
        if (!take.allowed()) {
            throw Problem.of(
                            ProblemCode.RATE_LIMITED,
                            "The limit of " + buckets.limit() + " requests per "
                                    + buckets.window().toSeconds() + " seconds is exceeded")
                    .retryAfter(take.delay())
                    .header("RateLimit-Policy", policy)
                    .header("RateLimit", state)
                    .exception();
        }
        return Map.of("RateLimit-Policy", policy, "RateLimit", state);
    }

    void refund(String bucket) {
        buckets.refund(bucket);
    }
}
