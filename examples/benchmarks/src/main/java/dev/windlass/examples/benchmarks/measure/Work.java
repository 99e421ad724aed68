package dev.windlass.examples.benchmarks.measure;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** What every contender's handler does. Static, because some contenders make their handlers themselves. */
public final class Work {

    /** 200 bytes of JSON, as a typical job carries; the same for all. */
    public static final String PAYLOAD = "{\"text\":\"" + "x".repeat(189) + "\"}";

    private static final LongAdder DONE = new LongAdder();
    private static volatile Consumer<String> body = payload -> {};

    private Work() {}

    public static void body(Consumer<String> value) {
        body = value;
    }

    /** Called by each handler. */
    public static void run(String payload) {
        body.accept(payload);
        DONE.increment();
    }

    /** How many handlers have run. */
    public static long done() {
        return DONE.sum();
    }
}
