/** Samples that embed Windlass in a host; each is run by a test that checks what it prints. */
@NullMarked
package dev.windlass.examples;

import org.jspecify.annotations.NullMarked;
