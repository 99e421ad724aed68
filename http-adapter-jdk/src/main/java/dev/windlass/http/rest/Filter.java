package dev.windlass.http.rest;

/** Wraps handlers; use {@link ApiResponse#map} to change an answer, as it may come later. */
@FunctionalInterface
public interface Filter {

    Handler apply(Handler next);

    /** This one outside, the other one inside. */
    default Filter andThen(Filter inner) {
        return next -> apply(inner.apply(next));
    }
}
