package dev.windlass.job;

/**
 * Whom a single job tells about itself.
 *
 * @param url where to, an absolute http or https URL
 * @param scope which of its states
 */
public record Callback(String url, Scope scope) {

    /** Which states are told, and in which words. */
    public enum Scope {
        /** {@code callback_url}: the end only, in the words of {@code /v1/jobs} (seed row T5). */
        TERMINAL,
        /** {@code callback_url} with {@code callback_on: all}: each new state, in the same words (seed row M4). */
        ALL,
        /** {@code state_webhook_url}: queued, loading, working, done or failed, each once (seed row A3). */
        STATES
    }
}
