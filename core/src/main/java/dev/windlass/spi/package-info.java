/**
 * What Windlass asks of its surroundings: a {@link dev.windlass.spi.JobStore} to keep everything in and a
 * {@link dev.windlass.spi.WebhookSink} to tell others. The state machine is the scheduler's; a store writes what it is told under the
 * conditions it is told, atomically.
 */
@NullMarked
package dev.windlass.spi;

import org.jspecify.annotations.NullMarked;
