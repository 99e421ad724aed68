package dev.windlass.examples.benchmarks.scenario;

import dev.windlass.examples.benchmarks.contender.Contender;
import dev.windlass.examples.benchmarks.contender.Contenders;
import dev.windlass.examples.benchmarks.contender.Setting;
import dev.windlass.examples.benchmarks.measure.Output;
import dev.windlass.examples.benchmarks.measure.Pause;
import dev.windlass.examples.benchmarks.measure.Work;

/** Many different echo jobs wait in the heap at once; then they are worked off, their history kept. */
final class Million implements Scenario {

    @Override
    public void run(String name, Setting setting, Output out) throws Exception {
        int jobs = setting.number("jobs", 1_000_000);
        int warmUp = 200_000;
        try (Contender contender = Contenders.make(name, setting)) {
            fill(contender, warmUp);
            contender.start();
            Pause.until(() -> Work.done() >= warmUp, 60);
        }
        try (Contender contender = Contenders.make(name, setting)) {
            fill(contender, jobs);
            out.put("heap-queued", Heap.usedMegabytes());
            long before = Work.done();
            long start = System.nanoTime();
            contender.start();
            Pause.until(() -> Work.done() >= before + jobs, 300);
            out.put("rate", jobs * 1e9 / (System.nanoTime() - start));
            Pause.millis(200);
            out.put("heap-done", Heap.usedMegabytes());
        }
    }

    private static void fill(Contender contender, int jobs) throws Exception {
        for (int i = 0; i < jobs; i++) {
            contender.submit("{\"text\":\"hello " + i + "\"}");
        }
    }
}
