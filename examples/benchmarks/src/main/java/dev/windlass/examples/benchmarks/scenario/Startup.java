package dev.windlass.examples.benchmarks.scenario;

import dev.windlass.examples.benchmarks.contender.Contender;
import dev.windlass.examples.benchmarks.contender.Contenders;
import dev.windlass.examples.benchmarks.contender.Setting;
import dev.windlass.examples.benchmarks.measure.Output;
import dev.windlass.examples.benchmarks.measure.Pause;
import dev.windlass.examples.benchmarks.measure.Work;
import java.lang.management.ManagementFactory;

/** From the start of the JVM to the first line of the first handler, on tables that exist; then the heap, once collected. */
final class Startup implements Scenario {

    @Override
    public void run(String name, Setting setting, Output out) throws Exception {
        long born = ManagementFactory.getRuntimeMXBean().getStartTime();
        long[] first = new long[1];
        Work.body(payload -> first[0] = System.currentTimeMillis());
        try (Contender contender = Contenders.make(name, setting)) {
            contender.start();
            contender.submit(Work.PAYLOAD);
            Pause.until(() -> Work.done() > 0, 60);
            out.put("first-job", first[0] - born);
            Pause.millis(500);
            out.put("heap", Heap.usedMegabytes());
        }
    }
}
