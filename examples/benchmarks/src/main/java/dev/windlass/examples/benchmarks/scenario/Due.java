package dev.windlass.examples.benchmarks.scenario;

import dev.windlass.examples.benchmarks.contender.Contender;
import dev.windlass.examples.benchmarks.contender.Contenders;
import dev.windlass.examples.benchmarks.contender.Setting;
import dev.windlass.examples.benchmarks.measure.Latencies;
import dev.windlass.examples.benchmarks.measure.Output;
import dev.windlass.examples.benchmarks.measure.Pause;
import dev.windlass.examples.benchmarks.measure.Work;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** How late jobs start that were queued for an instant ahead; a negative minimum is a job that started early. */
final class Due implements Scenario {

    @Override
    public void run(String name, Setting setting, Output out) throws Exception {
        int samples = setting.number("samples", 100);
        Latencies lateness = new Latencies();
        AtomicInteger early = new AtomicInteger();
        Work.body(payload -> {
            long late = Latency.micros() - Latency.number(payload);
            lateness.add(late * 1_000);
            if (late < 0) {
                early.incrementAndGet();
            }
        });
        try (Contender contender = Contenders.make(name, setting)) {
            contender.start();
            Pause.millis(500);
            int warmUp = setting.number("warm-up", 4 * samples);
            submit(contender, warmUp);
            Pause.until(() -> lateness.count() >= warmUp, 120);
            lateness.clear();
            submit(contender, samples);
            Pause.until(() -> lateness.count() >= samples, 120);
        }
        lateness.report(out, "");
        out.put("early", early.get());
    }

    /** Due within one to five seconds. */
    private static void submit(Contender contender, int jobs) throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < jobs; i++) {
            long due = Latency.micros() + 1_000_000 + random.nextInt(4_000_000);
            contender.submitAt(
                    Instant.ofEpochSecond(due / 1_000_000, due % 1_000_000 * 1_000), "{\"due\":" + due + "}");
        }
    }
}
