package dev.windlass.job;

/**
 * How often a job is executed before it is FAILED for good (seed row C9).
 *
 * @param maxAttempts executions in all, the first one included; at least 1. The host caps it, by default at 3
 */
public record RetryPolicy(int maxAttempts, Backoff backoff) {

    /** Three executions with the default backoff. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(3, Backoff.DEFAULT);

    /** @throws InvalidRequestException naming the member that is out of range */
    public RetryPolicy {
        Checks.range("/max_attempts", maxAttempts, 1, 1_000);
    }

    /** The default backoff with another number of executions. */
    public static RetryPolicy attempts(int maxAttempts) {
        return new RetryPolicy(maxAttempts, Backoff.DEFAULT);
    }
}
