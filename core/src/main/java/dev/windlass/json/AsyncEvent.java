package dev.windlass.json;

import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A state webhook that is about to be told (seed row A3).
 *
 * @param job as it is after the transition
 * @param run its current or last run; null when it never ran
 * @param inline the bytes of artifacts to be sent along, by name; the others go by URL
 * @param baseUrl what the URLs are relative to; null when the host has not said
 */
public record AsyncEvent(
        AsyncState state,
        Job job,
        @Nullable JobRun run,
        Map<String, byte[]> inline,
        long sequence,
        Instant at,
        @Nullable URI baseUrl) {}
