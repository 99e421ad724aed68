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

/**
 * From the call of submit to the first line of the handler, one job at a time on an idle node. With {@code submitter=other} the jobs
 * come from a second JVM, by its clock, which is the same machine's.
 */
final class Latency implements Scenario {

    /** A node that has been up for a while has compiled what it does. One job after the other for so long, then a breath. */
    private static final int WARM_UP_SECONDS = 10;

    /** From another JVM, which paces them as those that are counted; fewer where each takes seconds. */
    private static final int WARM_UP = 600;

    private static final int FEW = 100;

    /** At least and half of at most, in milliseconds. */
    static final int PAUSE = 17;

    @Override
    public void run(String name, Setting setting, Output out) throws Exception {
        int samples = setting.number("samples", 150);
        Latencies latencies = new Latencies();
        Work.body(payload -> latencies.add((micros() - number(payload)) * 1_000));
        try (Contender contender = Contenders.make(name, setting)) {
            contender.start();
            Pause.millis(500);
            if (setting.text("submitter", "same").equals("other")) {
                int warmUp = samples < FEW ? samples / 4 : WARM_UP;
                Process submitter = SecondJvm.start("submitter", name, setting, warmUp + samples);
                Pause.until(() -> latencies.count() >= warmUp, 120);
                latencies.clear();
                Pause.until(() -> latencies.count() >= samples - 1 || !submitter.isAlive(), 300);
                Pause.millis(1_500);
            } else {
                warmUp(contender);
                latencies.clear();
                submit(contender, samples, setting, PAUSE);
            }
            latencies.report(out, "");
            out.put("samples", latencies.count());
        }
    }

    static void submit(Contender contender, int count, Setting setting, int pause) throws Exception {
        // Fixed, so that every contender meets the same pauses.
        Random random = new Random(7);
        boolean waits = setting.text("submitter", "same").equals("same");
        for (int i = 0; i < count; i++) {
            submit(contender, waits);
            Pause.millis(pause + random.nextInt(pause));
        }
    }

    private static void submit(Contender contender, boolean waits) throws Exception {
        long before = Work.done();
        contender.submit("{\"at\":" + micros() + "}");
        if (waits) {
            Pause.until(() -> Work.done() > before, 30);
        }
    }

    private static void warmUp(Contender contender) throws Exception {
        long end = System.nanoTime() + WARM_UP_SECONDS * 1_000_000_000L;
        while (System.nanoTime() - end < 0) {
            submit(contender, true);
        }
        Pause.millis(500);
    }

    static long micros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    static long number(String payload) {
        return Long.parseLong(payload.replaceAll("\\D", ""));
    }
}
