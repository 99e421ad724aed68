package dev.windlass.examples.benchmarks.scenario;

import dev.windlass.examples.benchmarks.contender.Setting;
import dev.windlass.examples.benchmarks.measure.Output;

/** One thing that a contender is put through; runs in a JVM of its own. */
@FunctionalInterface
interface Scenario {
    void run(String contender, Setting setting, Output out) throws Exception;
}
