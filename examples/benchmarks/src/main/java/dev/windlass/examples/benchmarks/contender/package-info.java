/** Those that are compared: Windlass, its peers at their best settings, and hand-written limits. */
@NullMarked
package dev.windlass.examples.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
