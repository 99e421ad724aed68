/**
 * Webhooks: the events of each transition, how they are signed, and the pump that delivers them. Bodies are rendered once, by the same
 * views as the API's answers (seed row C10), and sent unchanged on every try.
 */
@NullMarked
package dev.windlass.webhook;

import org.jspecify.annotations.NullMarked;
