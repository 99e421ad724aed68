/** For tests of a host's own jobs: a clock that stands still until it is told, and a scheduler that works only when it is told. */
@NullMarked
package dev.windlass.testing;

import org.jspecify.annotations.NullMarked;
