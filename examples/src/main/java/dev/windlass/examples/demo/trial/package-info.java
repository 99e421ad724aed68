/** Job types for trying things out: each shows one way in which an attempt can go. */
@NullMarked
package dev.windlass.examples.demo.trial;

import org.jspecify.annotations.NullMarked;
