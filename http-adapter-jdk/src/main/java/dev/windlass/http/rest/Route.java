package dev.windlass.http.rest;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One operation. What it declares is checked before its handler is called.
 *
 * @param method GET (which serves HEAD too), POST, PATCH, PUT or DELETE
 * @param pattern such as {@code /api/jobs/{job_id}}; a parameter is a whole segment
 * @param openLocally whether requests from this machine need no token
 * @param produces its media type, checked against Accept; null when that is not known before
 * @param query names of its query parameters, any other is refused; null when any is taken
 */
public record Route(
        String method,
        String pattern,
        Scope scope,
        boolean openLocally,
        BodyKind bodyKind,
        @Nullable Set<String> query,
        @Nullable String produces,
        Handler handler) {

    private static final String JSON = "application/json";

    /** What a request may carry. */
    public enum BodyKind {
        NONE,
        /** Nothing at all, or JSON. */
        OPTIONAL_JSON,
        JSON
    }

    public Route {
        query = query == null ? null : Set.copyOf(query);
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("A pattern starts with /: " + pattern);
        }
    }

    public static Route get(String pattern, Scope scope, Handler handler) {
        return new Route("GET", pattern, scope, false, BodyKind.NONE, Set.of(), JSON, handler);
    }

    /** With a JSON body. */
    public static Route post(String pattern, Scope scope, Handler handler) {
        return new Route("POST", pattern, scope, false, BodyKind.JSON, Set.of(), JSON, handler);
    }

    /** A POST that does something to what its path names, with or without a body. */
    public static Route action(String pattern, Scope scope, Handler handler) {
        return new Route("POST", pattern, scope, false, BodyKind.OPTIONAL_JSON, Set.of(), JSON, handler);
    }

    /** With a JSON body. */
    public static Route patch(String pattern, Scope scope, Handler handler) {
        return new Route("PATCH", pattern, scope, false, BodyKind.JSON, Set.of(), JSON, handler);
    }

    /** With or without a body. */
    public static Route delete(String pattern, Scope scope, Handler handler) {
        return new Route("DELETE", pattern, scope, false, BodyKind.OPTIONAL_JSON, Set.of(), JSON, handler);
    }

    /** Takes these query parameters too. */
    public Route query(String... names) {
        Set<String> all = new LinkedHashSet<>(query == null ? Set.of() : query);
        all.addAll(List.of(names));
        return new Route(method, pattern, scope, openLocally, bodyKind, all, produces, handler);
    }

    /** Takes any query parameter. */
    public Route anyQuery() {
        return new Route(method, pattern, scope, openLocally, bodyKind, null, produces, handler);
    }

    /** Answers in this media type; null when that is not known before the thing is looked at, as with artifacts. */
    public Route produces(@Nullable String mediaType) {
        return new Route(method, pattern, scope, openLocally, bodyKind, query, mediaType, handler);
    }

    public Route body(BodyKind kind) {
        return new Route(method, pattern, scope, openLocally, kind, query, produces, handler);
    }

    /** Needs no token when it is asked for from this machine. */
    public Route openToLoopback() {
        return new Route(method, pattern, scope, true, bodyKind, query, produces, handler);
    }

    public Route filtered(Filter filter) {
        return new Route(method, pattern, scope, openLocally, bodyKind, query, produces, filter.apply(handler));
    }
}
