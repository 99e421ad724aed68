/** The scheduler's entry points: build it, submit to it, look at it, close it. */
@NullMarked
package dev.windlass;

import org.jspecify.annotations.NullMarked;
