package dev.windlass.http.guard;

import dev.windlass.http.rest.Principal;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import java.util.Map;

/** Token buckets that say in headers what is left in them (IETF draft-ietf-httpapi-ratelimit-headers-10). Thread-safe. */
public final class RateLimit {

    private final TokenBuckets buckets;
    private final String what;
    private final String name;
    private final String policy;

    /**
     * @param name of the policy
     * @param what is counted, for messages
     */
    public RateLimit(String name, String what, TokenBuckets buckets) {
        this.buckets = buckets;
        this.what = what;
        this.name = '"' + name + '"';
        this.policy =
                this.name + ";q=" + buckets.limit() + ";w=" + buckets.window().toSeconds();
    }

    /** Whom to count requests for: the principal, or the address of those without a token. */
    public static String bucket(Principal principal, String remoteAddress) {
        return principal.equals(Principal.ANONYMOUS) ? "address " + remoteAddress : "token " + principal.name();
    }

    /** Counts one. @return headers for its answer @throws ProblemException 429 */
    public Map<String, String> count(String bucket) {
        TokenBuckets.Take take = buckets.take(bucket);
        if (!take.allowed()) {
            throw Problem.of(
                            ProblemCode.RATE_LIMITED,
                            "The limit of " + buckets.limit() + " " + what + " per "
                                    + buckets.window().toSeconds() + " seconds is exceeded")
                    .retryAfter(take.delay())
                    .header("RateLimit-Policy", policy)
                    .header("RateLimit", state(take))
                    .exception();
        }
        return headers(take);
    }

    /** Takes the count of one back. @return headers for its answer */
    public Map<String, String> refund(String bucket) {
        return headers(buckets.refund(bucket));
    }

    private Map<String, String> headers(TokenBuckets.Take take) {
        return Map.of("RateLimit-Policy", policy, "RateLimit", state(take));
    }

    private String state(TokenBuckets.Take take) {
        return name + ";r=" + take.remaining() + ";t="
                + take.reset().plusMillis(999).toSeconds();
    }
}
