package dev.windlass.spi;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries to list, newest first by id. A null member does not filter.
 *
 * @param cursor where to go on, as given by the last page; null for the first page
 * @param limit 1–500
 */
public record DeliveryQuery(
        @Nullable UUID jobId,
        @Nullable UUID endpointId,
        Delivery.@Nullable Status status,
        @Nullable String cursor,
        int limit) {}
