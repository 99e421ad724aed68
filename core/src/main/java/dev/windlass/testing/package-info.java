/**
 * For tests of a host's own jobs: a clock that stands still until it is told, a scheduler that works only when it is told, and a context
 * to call a handler with.
 */
@NullMarked
package dev.windlass.testing;

import org.jspecify.annotations.NullMarked;
