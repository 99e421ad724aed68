/**
 * The contract of {@link dev.windlass.spi.JobStore}, as tests. Whoever writes a store extends {@link dev.windlass.tck.JobStoreContract}; a
 * store that passes is a store.
 */
@NullMarked
package dev.windlass.tck;

import org.jspecify.annotations.NullMarked;
