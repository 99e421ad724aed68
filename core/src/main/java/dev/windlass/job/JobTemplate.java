package dev.windlass.job;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A recipe for jobs (seed row C2). Jobs copy it when they are made, so a change affects later jobs only.
 *
 * @param name unique, 1–200 characters
 * @param retryPolicy null for the host's default
 * @param timeout of each attempt; null for the host's default
 * @param retention of ended jobs; null for the host's default
 */
public record JobTemplate(
        UUID id,
        String name,
        String jobType,
        Json params,
        @Nullable RetryPolicy retryPolicy,
        @Nullable Duration timeout,
        @Nullable Duration retention,
        long version,
        Instant createdAt,
        Instant updatedAt)
        implements Resource {

    @Override
    public String uniqueName() {
        return name;
    }
}
