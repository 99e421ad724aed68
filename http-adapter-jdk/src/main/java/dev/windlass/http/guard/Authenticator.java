package dev.windlass.http.guard;

import dev.windlass.http.rest.HeaderFields;
import dev.windlass.http.rest.Principal;
import dev.windlass.http.rest.Problem;
import dev.windlass.http.rest.ProblemCode;
import dev.windlass.http.rest.ProblemException;
import dev.windlass.http.rest.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who asks (RFC 6750), from the Authorization header only. Refused tokens are limited to 10 per minute and address; a good
 * token passes even then, so that nobody can lock out others who share an address, such as that of a proxy. Thread-safe.
 */
public final class Authenticator {

    private static final int MAX_FAILURES = 10;
    private static final String SCHEME = "bearer ";

    private final Tokens tokens;
    private final RateLimit failures;

    public Authenticator(Tokens tokens, LongSupplier nanoTime) {
        this.tokens = tokens;
        TokenBuckets perMinute = new TokenBuckets(MAX_FAILURES, Duration.ofMinutes(1), nanoTime);
        this.failures = new RateLimit("refused-tokens", "refused tokens", perMinute);
    }

    /**
     * Who asks for a route of this scope. Without any tokens it is the local admin, whatever the header says.
     *
     * @throws ProblemException 401, 403, or 429 after too many refused tokens
     */
    public Principal authenticate(HeaderFields headers, Scope scope, String remoteAddress) {
        if (tokens.isEmpty()) {
            return Principal.LOCAL;
        }
        String token = bearer(headers);
        Optional<Principal> found = token == null ? Optional.empty() : tokens.find(token);
        if (scope == Scope.OPEN) {
            return found.orElse(Principal.ANONYMOUS);
        }
        Principal principal = found.orElseThrow(() -> refuse(token, remoteAddress));
        if (!principal.may(scope)) {
            throw Problem.of(ProblemCode.INSUFFICIENT_SCOPE, "This needs a token with the scope " + scope.word())
                    .header("WWW-Authenticate", challenge("insufficient_scope", scope))
                    .exception();
        }
        return principal;
    }

    private ProblemException refuse(@Nullable String token, String remoteAddress) {
        if (token == null) {
            return Problem.of(ProblemCode.UNAUTHORIZED, "This needs an Authorization header with a bearer token")
                    .header("WWW-Authenticate", "Bearer realm=\"windlass\"")
                    .exception();
        }
        failures.count(remoteAddress);
        return Problem.of(ProblemCode.UNAUTHORIZED, "The bearer token is not known")
                .header("WWW-Authenticate", challenge("invalid_token", null))
                .exception();
    }

    private static String challenge(String error, @Nullable Scope scope) {
        String needed = scope == null ? "" : ", scope=\"" + scope.word() + "\"";
        return "Bearer realm=\"windlass\", error=\"" + error + "\"" + needed;
    }

    private static @Nullable String bearer(HeaderFields headers) {
        List<String> lines = headers.all("Authorization");
        if (lines.size() != 1) {
            return null;
        }
        String value = lines.get(0).strip();
        return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? value.substring(SCHEME.length()).strip()
                : null;
    }
}
