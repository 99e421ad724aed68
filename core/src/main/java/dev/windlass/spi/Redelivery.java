package dev.windlass.spi;

import java.time.Instant;
import java.util.UUID;

/** Which deliveries to try anew. */
public sealed interface Redelivery {

    /** One delivery, delivered or given up. */
    record One(UUID deliveryId) implements Redelivery {}

    /** All given-up deliveries of an endpoint whose events happened in {@code [since, until)}. */
    record Range(UUID endpointId, Instant since, Instant until) implements Redelivery {}
}
