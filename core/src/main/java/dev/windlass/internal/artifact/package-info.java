/** Artifacts on their way into the store and out of it, a chunk at a time. Not API. */
@NullMarked
package dev.windlass.internal.artifact;

import org.jspecify.annotations.NullMarked;
