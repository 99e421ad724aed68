package dev.windlass.spi;

import dev.windlass.job.WebhookEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * A delivery in the hands of a node.
 *
 * @param endpoint as it is now; null for a job's own URL, and when it was deleted
 * @param traceparent as {@link EventDraft#traceparent()}
 * @param body the bytes to send, the same on every try
 * @param hold the right to settle it
 */
public record DueDelivery(
        Delivery delivery,
        @Nullable WebhookEndpoint endpoint,
        @Nullable String traceparent,
        byte[] body,
        long hold) {}
