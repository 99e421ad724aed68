/** Conducts the benchmarks: plans figures, runs each in a fresh JVM and database, and prints tables. */
@NullMarked
package dev.windlass.examples.benchmarks;

import org.jspecify.annotations.NullMarked;
