package dev.windlass.spi;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one held delivery.
 *
 * @param attempt the try that was made; null when none was spent, for example because the lane is paused
 * @param status PENDING to try again
 * @param nextAttemptAt when to try again; null unless PENDING. Deliveries behind it in the same lane and order key wait as long
 */
public record Settlement(
        UUID deliveryId,
        long hold,
        @Nullable DeliveryAttempt attempt,
        Delivery.Status status,
        @Nullable Instant nextAttemptAt,
        Instant at) {}
