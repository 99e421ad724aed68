package dev.windlass.http.rest;

import java.util.Set;

/**
 * Who asks.
 *
 * @param name the token's name; idempotency keys and rate limits are per name
 * @param scopes what the token grants
 */
public record Principal(String name, Set<Scope> scopes) {

    /** Everybody on a loopback bind without tokens. */
    public static final Principal LOCAL = new Principal("local", Set.of(Scope.ADMIN));

    /** Nobody in particular; may only use open routes. */
    public static final Principal ANONYMOUS = new Principal("anonymous", Set.of());

    public Principal {
        scopes = Set.copyOf(scopes);
    }

    public boolean may(Scope scope) {
        return scope == Scope.OPEN || scopes.contains(scope) || scopes.contains(Scope.ADMIN);
    }
}
