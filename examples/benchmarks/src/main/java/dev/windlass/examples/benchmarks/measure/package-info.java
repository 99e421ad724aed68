/** What is measured and how: CPU time, transactions, WAL, latencies. */
@NullMarked
package dev.windlass.examples.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
