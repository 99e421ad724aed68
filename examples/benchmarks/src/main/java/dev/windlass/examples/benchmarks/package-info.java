/**
 * Conducts the benchmarks: plans figures, runs each in a fresh JVM and database, and prints tables.
 *
 * <p>A new scenario takes a {@code scenario.Scenario}, its name in {@code scenario.Worker}, and a method that adds its table, its figures and
 * its targets to the {@link dev.windlass.examples.benchmarks.Plan}, with its name in the map there.
 */
@NullMarked
package dev.windlass.examples.benchmarks;

import org.jspecify.annotations.NullMarked;
