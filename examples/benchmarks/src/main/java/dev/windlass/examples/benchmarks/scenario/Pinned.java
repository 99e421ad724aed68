package dev.windlass.examples.benchmarks.scenario;

import dev.windlass.examples.benchmarks.contender.Contender;
import dev.windlass.examples.benchmarks.contender.Contenders;
import dev.windlass.examples.benchmarks.contender.Setting;
import dev.windlass.examples.benchmarks.measure.ClaimTimes;
import dev.windlass.examples.benchmarks.measure.Latencies;
import dev.windlass.examples.benchmarks.measure.Output;
import dev.windlass.examples.benchmarks.measure.Pause;
import dev.windlass.examples.benchmarks.measure.Work;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;

/**
 * A steady stream of jobs while an old snapshot keeps vacuum from removing anything, as a dump or a forgotten transaction does; with
 * {@code unpinned} the same without it, to tell what grows from what a busy machine does by itself.
 */
final class Pinned implements Scenario {

    private static final int THREADS = 8;

    @Override
    public void run(String name, Setting setting, Output out) throws Exception {
        int seconds = setting.number("seconds", 120);
        int perSecond = setting.number("rate", 800);
        Latencies waits = new Latencies();
        Work.body(payload -> waits.add((Latency.micros() - Latency.number(payload)) * 1_000));
        try (Connection pin = DriverManager.getConnection(setting.url());
                Contender contender = Contenders.make(name, setting)) {
            contender.start();
            stream(contender, perSecond, 5);
            if (!setting.values().containsKey("unpinned")) {
                pin(pin);
            }
            waits.clear();
            ClaimTimes.LATENCIES.clear();
            long before = Work.done();
            long start = System.nanoTime();
            stream(contender, perSecond, seconds);
            out.put("rate", (Work.done() - before) * 1e9 / (System.nanoTime() - start));
            Pause.millis(500);
            ClaimTimes.LATENCIES.report(out, "claim-");
            ClaimTimes.LATENCIES.lastFifth().report(out, "late-claim-");
            waits.report(out, "wait-");
        }
    }

    private static void pin(Connection connection) throws Exception {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT count(*) FROM pg_class");
        }
    }

    private static void stream(Contender contender, int perSecond, int seconds) throws InterruptedException {
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            threads[i] = new Thread(() -> submit(contender, perSecond / THREADS, seconds));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void submit(Contender contender, int perSecond, int seconds) {
        long gap = 1_000_000_000L / perSecond;
        long next = System.nanoTime();
        for (int i = 0; i < perSecond * seconds; i++) {
            next += gap;
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
            try {
                contender.submit("{\"at\":" + Latency.micros() + "}");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
