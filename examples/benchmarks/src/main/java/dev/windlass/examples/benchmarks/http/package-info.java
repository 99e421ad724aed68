/** Requests per second over HTTP, next to a bare JDK server. */
@NullMarked
package dev.windlass.examples.benchmarks.http;

import org.jspecify.annotations.NullMarked;
