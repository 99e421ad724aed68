package dev.windlass;

import dev.windlass.job.RetryPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The host's choices; {@link #DEFAULTS} and the {@code with…} methods.
 *
 * @param nodeName for people
 * @param slots handlers that run at once
 * @param queueSlots of those, how many at most for a queue; queues that are not named have no bound of their own
 * @param maxAttemptsCap upper bound of {@code retry_policy.max_attempts}
 * @param retryPolicy of jobs that do not say
 * @param timeout of attempts that do not say; null for none
 * @param retention of ended jobs that do not say
 * @param idempotencyTtl how long keys are remembered
 * @param maxQueued waiting jobs above which submissions are refused
 * @param maxDirectWaiting direct executions that may wait on this node
 * @param maxWaiters long polls that may wait on this node
 * @param inlineBytes largest result or sum of artifacts that is shown inline
 * @param maxArtifactBytes of one artifact
 * @param maxRunArtifactBytes of all artifacts of a run
 * @param lease how long a silent node keeps its runs; it is renewed every third of it
 * @param drain how long {@code close} waits for running handlers
 * @param webhookSecret signs deliveries to URLs that came with jobs; null for none
 * @param publicUrl where this server is reached from outside; null when unknown
 */
public record Settings(
        String nodeName,
        int slots,
        Map<String, Integer> queueSlots,
        int maxAttemptsCap,
        RetryPolicy retryPolicy,
        @Nullable Duration timeout,
        Duration retention,
        Duration idempotencyTtl,
        long maxQueued,
        int maxDirectWaiting,
        int maxWaiters,
        int inlineBytes,
        long maxArtifactBytes,
        long maxRunArtifactBytes,
        Duration lease,
        Duration drain,
        @Nullable String webhookSecret,
        @Nullable URI publicUrl) {}
