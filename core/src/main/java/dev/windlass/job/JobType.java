package dev.windlass.job;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A kind of work that a host offers.
 *
 * @param name letters, digits, {@code . _ -}, at most 100
 * @param params what its params are read as, by Jackson's rules; checked when a job is submitted
 * @param strictParams whether params that it does not know are refused
 * @param loads whether attempts start in phase loading and say themselves when they work; otherwise they pass through it at once
 * @param interruptOnCancel whether its thread is interrupted when an attempt should stop
 * @param retryExceptions whether an attempt that ends with an exception may be repeated
 * @param retryPolicy null for the host's default. A scheduler refuses to be built when it has more attempts than {@link
 *     Settings#maxAttemptsCap}
 * @param timeout of each attempt, 1 ms to 30 days; null for the host's default
 */
public record JobType<P>(
        String name,
        Class<P> params,
        JobHandler<P> handler,
        boolean strictParams,
        boolean loads,
        boolean interruptOnCancel,
        boolean retryExceptions,
        @Nullable RetryPolicy retryPolicy,
        @Nullable Duration timeout) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /** @throws IllegalArgumentException naming what is out of range */
    public JobType {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a job type's name: " + name);
        }
        Checks.between("timeout of " + name, timeout, Duration.ofMillis(1), JobSpec.LONGEST_TIMEOUT);
    }

    /** A job type with strict params, no loading step, no interrupts, retried exceptions and the host's defaults. */
    public static <P> JobType<P> of(String name, Class<P> params, JobHandler<P> handler) {
        return new JobType<>(name, params, handler, true, false, false, true, null, null);
    }

    /** Ignores params that it does not know. */
    public JobType<P> lenient() {
        return new JobType<>(
                name, params, handler, false, loads, interruptOnCancel, retryExceptions, retryPolicy, timeout);
    }

    /** Starts in phase loading. */
    public JobType<P> withLoading() {
        return new JobType<>(
                name, params, handler, strictParams, true, interruptOnCancel, retryExceptions, retryPolicy, timeout);
    }

    /** Has its thread interrupted when an attempt should stop. */
    public JobType<P> interruptible() {
        return new JobType<>(name, params, handler, strictParams, loads, true, retryExceptions, retryPolicy, timeout);
    }

    /** Fails for good when its handler throws. */
    public JobType<P> failingOnExceptions() {
        return new JobType<>(
                name, params, handler, strictParams, loads, interruptOnCancel, false, retryPolicy, timeout);
    }

    /**
     * Sets {@code windlass.job_id} (not of a direct run), {@code windlass.run_id}, {@code windlass.job_type} and {@code windlass.attempt}
     * in the logging context, SLF4J's MDC, while the handler runs, and leaves it as it was. Not by default, since it sets up logging, which
     * a first job in a process that has not logged yet would wait for.
     */
    public JobType<P> withLogContext() {
        return new JobType<>(
                name,
                params,
                LogContext.around(handler),
                strictParams,
                loads,
                interruptOnCancel,
                retryExceptions,
                retryPolicy,
                timeout);
    }

    public JobType<P> withRetryPolicy(RetryPolicy policy) {
        return new JobType<>(
                name, params, handler, strictParams, loads, interruptOnCancel, retryExceptions, policy, timeout);
    }

    public JobType<P> withTimeout(Duration limit) {
        return new JobType<>(
                name, params, handler, strictParams, loads, interruptOnCancel, retryExceptions, retryPolicy, limit);
    }
}
