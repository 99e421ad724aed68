/** Fires schedules: any number of nodes over one store, no leader. Not API. */
@NullMarked
package dev.windlass.internal.schedule;

import org.jspecify.annotations.NullMarked;
