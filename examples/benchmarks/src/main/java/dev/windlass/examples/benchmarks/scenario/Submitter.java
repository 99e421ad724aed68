package dev.windlass.examples.benchmarks.scenario;

import dev.windlass.examples.benchmarks.contender.Contender;
import dev.windlass.examples.benchmarks.contender.Contenders;
import dev.windlass.examples.benchmarks.contender.Setting;
import dev.windlass.examples.benchmarks.measure.Output;

/** The second JVM of {@link Latency}: submits and executes nothing. */
final class Submitter implements Scenario {

    @Override
    public void run(String name, Setting setting, Output out) throws Exception {
        try (Contender contender = Contenders.make(name, setting)) {
            Latency.submit(contender, setting.number("count", 100), setting, Latency.PAUSE);
        }
    }
}
