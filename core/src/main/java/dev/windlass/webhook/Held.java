package dev.windlass.webhook;

import dev.windlass.spi.DueDelivery;
import java.time.Instant;

/**
 * A delivery that this node holds.
 *
 * @param sendBefore when too little of the hold is left for a request
 */
record Held(DueDelivery due, Lane lane, Instant sendBefore) {}
