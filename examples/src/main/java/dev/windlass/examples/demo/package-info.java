/** The demo server: the standalone server with job types that do real work. */
@NullMarked
package dev.windlass.examples.demo;

import org.jspecify.annotations.NullMarked;
