package dev.windlass.job;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The host's choices.
 *
 * @param nodeName for people
 * @param slots handlers that run at once on this node, each on a daemon thread of its own
 * @param queueSlots of those, how many at most for a queue; counted per node. Queues that are not named have no bound of their own
 * @param maxAttemptsCap most attempts that a request, a job type or {@code retryPolicy} may ask for
 * @param retryPolicy of jobs that do not say
 * @param timeout of attempts that do not say, 1 ms to 30 days; null for none
 * @param retention of ended jobs that do not say, 0 to 3 660 days
 * @param idempotencyTtl how long keys are remembered, 1 s to 3 660 days
 * @param maxQueued waiting jobs above which submissions are refused
 * @param maxDirectWaiting direct executions that may wait on this node
 * @param maxWaiters long polls that may wait on this node
 * @param inlineBytes largest result, and largest sum of artifacts, that is shown inline
 * @param maxArtifactBytes of one artifact; 0 or less allows none
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
        @Nullable URI publicUrl) {

    /** One slot per processor, and the defaults of the documentation. */
    public static final Settings DEFAULTS = new Settings(
            "windlass",
            Runtime.getRuntime().availableProcessors(),
            Map.of(),
            3,
            RetryPolicy.DEFAULT,
            null,
            Duration.ofDays(7),
            Duration.ofHours(24),
            1_000_000,
            100,
            10_000,
            262_144,
            1L << 30,
            4L << 30,
            Duration.ofSeconds(15),
            Duration.ofSeconds(20),
            null,
            null);

    /** @throws IllegalArgumentException naming what is out of range */
    public Settings {
        Checks.atLeast("slots", slots, 1);
        queueSlots = Map.copyOf(queueSlots);
        queueSlots.forEach((queue, most) -> Checks.atLeast("queueSlots of " + queue, most, 1));
        Checks.atLeast("maxAttemptsCap", maxAttemptsCap, retryPolicy.maxAttempts());
        Checks.between("timeout", timeout, Duration.ofMillis(1), JobSpec.LONGEST_TIMEOUT);
        Checks.between("retention", retention, Duration.ZERO, JobSpec.LONGEST_RETENTION);
        Checks.between("idempotencyTtl", idempotencyTtl, Duration.ofSeconds(1), JobSpec.LONGEST_RETENTION);
        Checks.atLeast("maxQueued", maxQueued, 1);
        Checks.atLeast("maxDirectWaiting", maxDirectWaiting, 0);
        Checks.atLeast("maxWaiters", maxWaiters, 0);
        Checks.between("lease", lease, Duration.ofMillis(100), Duration.ofDays(1));
        Checks.between("drain", drain, Duration.ZERO, Duration.ofDays(1));
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder(DEFAULTS);
    }

    /** Starts from these. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    @Override
    public String toString() {
        return "Settings[nodeName=" + nodeName + ", slots=" + slots + ", lease=" + lease + "]";
    }

    /** Collects {@link Settings}; each method is explained there. Not thread-safe. */
    public static final class Builder {

        private String nodeName;
        private int slots;
        private Map<String, Integer> queueSlots;
        private int maxAttemptsCap;
        private RetryPolicy retryPolicy;
        private @Nullable Duration timeout;
        private Duration retention;
        private Duration idempotencyTtl;
        private long maxQueued;
        private int maxDirectWaiting;
        private int maxWaiters;
        private int inlineBytes;
        private long maxArtifactBytes;
        private long maxRunArtifactBytes;
        private Duration lease;
        private Duration drain;
        private @Nullable String webhookSecret;
        private @Nullable URI publicUrl;

        private Builder(Settings from) {
            nodeName = from.nodeName;
            slots = from.slots;
            queueSlots = from.queueSlots;
            maxAttemptsCap = from.maxAttemptsCap;
            retryPolicy = from.retryPolicy;
            timeout = from.timeout;
            retention = from.retention;
            idempotencyTtl = from.idempotencyTtl;
            maxQueued = from.maxQueued;
            maxDirectWaiting = from.maxDirectWaiting;
            maxWaiters = from.maxWaiters;
            inlineBytes = from.inlineBytes;
            maxArtifactBytes = from.maxArtifactBytes;
            maxRunArtifactBytes = from.maxRunArtifactBytes;
            lease = from.lease;
            drain = from.drain;
            webhookSecret = from.webhookSecret;
            publicUrl = from.publicUrl;
        }

        public Builder nodeName(String value) {
            nodeName = value;
            return this;
        }

        public Builder slots(int value) {
            slots = value;
            return this;
        }

        public Builder queueSlots(Map<String, Integer> value) {
            queueSlots = value;
            return this;
        }

        public Builder maxAttemptsCap(int value) {
            maxAttemptsCap = value;
            return this;
        }

        public Builder retryPolicy(RetryPolicy value) {
            retryPolicy = value;
            return this;
        }

        public Builder timeout(@Nullable Duration value) {
            timeout = value;
            return this;
        }

        public Builder retention(Duration value) {
            retention = value;
            return this;
        }

        public Builder idempotencyTtl(Duration value) {
            idempotencyTtl = value;
            return this;
        }

        public Builder maxQueued(long value) {
            maxQueued = value;
            return this;
        }

        public Builder maxDirectWaiting(int value) {
            maxDirectWaiting = value;
            return this;
        }

        public Builder maxWaiters(int value) {
            maxWaiters = value;
            return this;
        }

        public Builder inlineBytes(int value) {
            inlineBytes = value;
            return this;
        }

        public Builder maxArtifactBytes(long value) {
            maxArtifactBytes = value;
            return this;
        }

        public Builder maxRunArtifactBytes(long value) {
            maxRunArtifactBytes = value;
            return this;
        }

        public Builder lease(Duration value) {
            lease = value;
            return this;
        }

        public Builder drain(Duration value) {
            drain = value;
            return this;
        }

        public Builder webhookSecret(@Nullable String value) {
            webhookSecret = value;
            return this;
        }

        public Builder publicUrl(@Nullable URI value) {
            publicUrl = value;
            return this;
        }

        /** @throws IllegalArgumentException naming what is out of range */
        public Settings build() {
            return new Settings(
                    nodeName,
                    slots,
                    queueSlots,
                    maxAttemptsCap,
                    retryPolicy,
                    timeout,
                    retention,
                    idempotencyTtl,
                    maxQueued,
                    maxDirectWaiting,
                    maxWaiters,
                    inlineBytes,
                    maxArtifactBytes,
                    maxRunArtifactBytes,
                    lease,
                    drain,
                    webhookSecret,
                    publicUrl);
        }
    }
}
