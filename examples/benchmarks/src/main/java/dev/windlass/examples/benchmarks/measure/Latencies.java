package dev.windlass.examples.benchmarks.measure;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Collects durations. Thread-safe. */
public final class Latencies {

    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

    public void add(long value) {
        nanos.add(value);
    }

    public int count() {
        return nanos.size();
    }

    public void clear() {
        nanos.clear();
    }

    /** Those that were added last, to see whether they are longer than the others. */
    public Latencies lastFifth() {
        Latencies last = new Latencies();
        int count = nanos.size();
        nanos.stream().skip(count - count / 5).forEach(last::add);
        return last;
    }

    /** In milliseconds; 0 when nothing was measured. */
    public double percentile(double fraction) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        int index = (int) Math.ceil(fraction * sorted.length) - 1;
        return sorted.length == 0 ? 0 : sorted[Math.max(0, index)] / 1e6;
    }

    public double min() {
        return Arrays.stream(nanos.toArray(Long[]::new))
                        .mapToLong(Long::longValue)
                        .min()
                        .orElse(0)
                / 1e6;
    }

    /** Puts p50, p95, p99, the maximum and the minimum into the output, in milliseconds; nothing when nothing was measured. */
    public void report(Output out, String prefix) {
        if (nanos.isEmpty()) {
            return;
        }
        out.put(prefix + "p50", percentile(0.5));
        out.put(prefix + "p95", percentile(0.95));
        out.put(prefix + "p99", percentile(0.99));
        out.put(prefix + "max", percentile(1));
        out.put(prefix + "min", min());
    }
}
