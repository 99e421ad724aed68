/** What each of them is put through, in a JVM of its own. */
@NullMarked
package dev.windlass.examples.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
