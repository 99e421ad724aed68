/** A {@link dev.windlass.spi.JobStore} in the heap of one process: nothing outlives it. */
@NullMarked
package dev.windlass.store.memory;

import org.jspecify.annotations.NullMarked;
