package dev.windlass.http.pipeline;

import org.jspecify.annotations.Nullable;

/** Told of each answer, for metrics. Called on request threads: must be quick, thread-safe, and must not throw. */
@FunctionalInterface
public interface RequestObserver {

    /**
     * @param route the pattern of its route; null when the request did not get to one
     * @param nanos from the complete head to the answer, not counting the time to send it
     */
    void answered(String method, @Nullable String route, int status, long nanos);
}
