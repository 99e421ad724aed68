/** What the scheduler must do over any store, by hand and with its threads, as tests. */
@NullMarked
package dev.windlass.tck.engine;

import org.jspecify.annotations.NullMarked;
