/** A receiver of webhooks that trusts nothing it cannot verify. */
@NullMarked
package dev.windlass.examples.webhook;

import org.jspecify.annotations.NullMarked;
