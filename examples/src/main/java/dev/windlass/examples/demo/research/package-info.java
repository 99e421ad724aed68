/** Ranked search over the bundled notes and its job type. */
@NullMarked
package dev.windlass.examples.demo.research;

import org.jspecify.annotations.NullMarked;
