package dev.windlass.examples.benchmarks.scenario;

import dev.windlass.examples.benchmarks.contender.Contender;
import dev.windlass.examples.benchmarks.contender.Contenders;
import dev.windlass.examples.benchmarks.contender.Setting;
import dev.windlass.examples.benchmarks.measure.Meter;
import dev.windlass.examples.benchmarks.measure.Output;
import dev.windlass.examples.benchmarks.measure.Pause;

/** What a node costs that has nothing to do. */
final class Idle implements Scenario {

    @Override
    public void run(String name, Setting setting, Output out) throws Exception {
        int millis = setting.number("millis", 30_000);
        try (Meter meter = new Meter(setting.url());
                Contender contender = Contenders.make(name, setting)) {
            contender.start();
            // Statistics of an idle connection reach the server's view within ten seconds.
            Pause.millis(12_000);
            Meter.Reading start = meter.read();
            Pause.millis(millis);
            Meter.Reading end = meter.read();
            double minutes = (end.nanos() - start.nanos()) / 60e9;
            out.put("transactions", (end.transactions() - start.transactions()) / minutes);
            out.put("cpu", (end.jvmCpu() - start.jvmCpu() + end.databaseCpu() - start.databaseCpu()) / 1e6 / minutes);
        }
    }
}
