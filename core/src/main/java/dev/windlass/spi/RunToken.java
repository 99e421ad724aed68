package dev.windlass.spi;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The right to write a run: whoever shows a token that is no longer the live one is refused.
 *
 * @param jobId null when direct
 * @param fence larger than that of every earlier claim
 */
public record RunToken(UUID runId, @Nullable UUID jobId, long fence) {}
