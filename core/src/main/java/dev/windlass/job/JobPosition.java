package dev.windlass.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a waiting job stands and why.
 *
 * @param position 1 for the next one; exact up to 10 000, 10 001 beyond; null when it is not due or cannot be dispatched
 * @param estimatedStartAt null when there is no history to estimate from
 */
public record JobPosition(
        @Nullable Integer position, @Nullable Instant estimatedStartAt, Reason reason) {

    /** Why it is not running yet. */
    public enum Reason {
        SLOTS_BUSY,
        NOT_DUE,
        BACKING_OFF,
        PAUSED,
        NO_HANDLER
    }
}
