package dev.windlass.examples.benchmarks.scenario;

import dev.windlass.examples.benchmarks.contender.Contender;
import dev.windlass.examples.benchmarks.contender.Contenders;
import dev.windlass.examples.benchmarks.contender.Setting;
import dev.windlass.examples.benchmarks.measure.Meter;
import dev.windlass.examples.benchmarks.measure.Output;
import dev.windlass.examples.benchmarks.measure.Pause;
import dev.windlass.examples.benchmarks.measure.Work;

/**
 * A backlog of no-op jobs is worked off. The first of them warm the JVM up and are not counted; the last is counted when its end is
 * durable.
 */
final class Drain implements Scenario {

    @Override
    public void run(String name, Setting setting, Output out) throws Exception {
        int jobs = setting.number("jobs", 10_000);
        int warmUp = setting.number("warm-up", jobs / 4);
        int rest = setting.number("backlog", 0);
        int history = setting.number("history", 0);
        if (history > 0) {
            History.make(name, setting, history);
        }
        long ran = Work.done();
        try (Meter meter = new Meter(setting.url())) {
            long transactionsBefore;
            try (Contender contender = Contenders.make(name, setting)) {
                fill(contender, warmUp + jobs + rest, out);
                meter.checkpoint();
                transactionsBefore = meter.transactions();
                contender.start();
                Pause.until(() -> Work.done() - ran >= warmUp, 300);
                long already = Work.done();
                Meter.Reading start = meter.read();
                Pause.until(() -> Work.done() - ran >= warmUp + jobs, 300);
                if (rest == 0) {
                    awaitDurable(contender);
                }
                Usage.report(start, meter.read(), Work.done() - already, out);
                heap(setting, out);
            }
            Pause.millis(300);
            if (setting.isPostgres() && rest == 0) {
                out.put("transactions", (meter.transactions() - transactionsBefore) / (double) (jobs + warmUp));
            }
        }
    }

    private static void fill(Contender contender, int count, Output out) throws Exception {
        int first = count / 2;
        contender.submitAll(first, Work.PAYLOAD);
        long start = System.nanoTime();
        contender.submitAll(count - first, Work.PAYLOAD);
        out.put("bulk", (count - first) * 1e9 / (System.nanoTime() - start));
    }

    private static void awaitDurable(Contender contender) {
        Pause.until(
                () -> {
                    try {
                        return contender.unfinished() <= 0;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                60);
    }

    private static void heap(Setting setting, Output out) {
        if (setting.values().containsKey("heap")) {
            out.put("heap", Heap.usedMegabytes());
        }
    }
}
