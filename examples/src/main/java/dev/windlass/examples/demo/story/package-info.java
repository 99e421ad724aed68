/** A seeded generator of stories and its job type. */
@NullMarked
package dev.windlass.examples.demo.story;

import org.jspecify.annotations.NullMarked;
