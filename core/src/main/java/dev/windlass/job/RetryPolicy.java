package dev.windlass.job;

/**
 * How often a job is executed before it is FAILED for good (seed row C9).
 *
 * @param maxAttempts executions in all, the first one included; at least 1. The host caps it, by default at 3
 */
public record RetryPolicy(int maxAttempts, Backoff backoff) {

    private static final int MOST = 1_000;

    /** Three executions with the default backoff. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(3, Backoff.DEFAULT);

    /** @throws InvalidRequestException naming the member that is out of range */
    public RetryPolicy {
        // No upper bound is named where it is not reached: the host's cap, by default 3, is what callers run into.
        if (maxAttempts < 1 || maxAttempts > MOST) {
            throw new InvalidRequestException(
                    "/max_attempts", maxAttempts < 1 ? "must be at least 1" : "must be at most " + MOST);
        }
    }

    /** The default backoff with another number of executions. */
    public static RetryPolicy attempts(int maxAttempts) {
        return new RetryPolicy(maxAttempts, Backoff.DEFAULT);
    }
}
