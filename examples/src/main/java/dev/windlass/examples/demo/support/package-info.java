/** What the demo's handlers share. */
@NullMarked
package dev.windlass.examples.demo.support;

import org.jspecify.annotations.NullMarked;
