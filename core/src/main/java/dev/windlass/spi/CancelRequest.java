package dev.windlass.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That somebody asked to cancel a job.
 *
 * @param reason what they said; null when nothing
 */
public record CancelRequest(Instant at, @Nullable String reason) {}
