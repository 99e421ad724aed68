package dev.windlass.examples.benchmarks.scenario;

import dev.windlass.examples.benchmarks.contender.Contender;
import dev.windlass.examples.benchmarks.contender.Contenders;
import dev.windlass.examples.benchmarks.contender.Setting;
import dev.windlass.examples.benchmarks.measure.Meter;
import dev.windlass.examples.benchmarks.measure.Output;
import dev.windlass.examples.benchmarks.measure.Pause;
import dev.windlass.examples.benchmarks.measure.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Threads queue jobs one by one, or {@code together} a few at a time; nobody executes them. Before it counts they do so until the JVM has
 * compiled what they use.
 */
final class Submit implements Scenario {

    @Override
    public void run(String name, Setting setting, Output out) throws Exception {
        int millis = setting.number("millis", 3_000);
        int warmUp = setting.number("warm-up", 5_000);
        int together = setting.number("together", 1);
        LongAdder submitted = new LongAdder();
        AtomicBoolean over = new AtomicBoolean();
        try (Meter meter = new Meter(setting.url());
                Contender contender = Contenders.make(name, setting)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < setting.number("clients", 8); i++) {
                Thread thread = new Thread(() -> submit(contender, together, submitted, over));
                thread.start();
                threads.add(thread);
            }
            Pause.millis(warmUp);
            Meter.Reading start = meter.read();
            long before = submitted.sum();
            Pause.millis(millis);
            Meter.Reading end = meter.read();
            long jobs = submitted.sum() - before;
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            Usage.report(start, end, jobs, out);
        }
    }

    private static void submit(Contender contender, int together, LongAdder submitted, AtomicBoolean over) {
        try {
            while (!over.get()) {
                if (together == 1) {
                    contender.submit(Work.PAYLOAD);
                } else {
                    contender.submitAll(together, Work.PAYLOAD);
                }
                submitted.add(together);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
