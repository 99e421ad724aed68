package dev.windlass.http.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Counters, gauges and histograms, written in the Prometheus text format 0.0.4. A label set is given as it is written, for example
 * {@code status="200"}; there must be boundedly many. Thread-safe.
 */
public final class Metrics {

    public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private interface Family {
        void write(String name, StringBuilder out);
    }

    /** Counts by label set. */
    public static final class Counter implements Family {
        private final Map<String, LongAdder> values = new ConcurrentHashMap<>();

        public void add(String labels, long amount) {
            values.computeIfAbsent(labels, l -> new LongAdder()).add(amount);
        }

        @Override
        public void write(String name, StringBuilder out) {
            new TreeMap<>(values).forEach((labels, value) -> line(out, name, labels, value.sum()));
        }
    }

    /** Spreads seconds over fixed buckets, by label set. */
    public static final class Histogram implements Family {
        private static final double[] BOUNDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60
        };

        private static final class Cells {
            final LongAdder[] buckets = new LongAdder[BOUNDS.length + 1];
            final LongAdder nanos = new LongAdder();

            Cells() {
                java.util.Arrays.setAll(buckets, i -> new LongAdder());
            }
        }

        private final Map<String, Cells> values = new ConcurrentHashMap<>();

        public void record(String labels, long nanos) {
            Cells cells = values.computeIfAbsent(labels, l -> new Cells());
            int bucket = 0;
            while (bucket < BOUNDS.length && nanos > BOUNDS[bucket] * 1e9) {
                bucket++;
            }
            cells.buckets[bucket].increment();
            cells.nanos.add(nanos);
        }

        @Override
        public void write(String name, StringBuilder out) {
            new TreeMap<>(values).forEach((labels, cells) -> write(name, labels, cells, out));
        }

        private static void write(String name, String labels, Cells cells, StringBuilder out) {
            String prefix = labels.isEmpty() ? "" : labels + ",";
            long count = 0;
            for (int i = 0; i <= BOUNDS.length; i++) {
                count += cells.buckets[i].sum();
                String bound = i == BOUNDS.length ? "+Inf" : Double.toString(BOUNDS[i]);
                line(out, name + "_bucket", prefix + "le=\"" + bound + "\"", count);
            }
            line(out, name + "_sum", labels, cells.nanos.sum() / 1e9);
            line(out, name + "_count", labels, count);
        }
    }

    private record Entry(String type, String help, Family family) {}

    private final Map<String, Entry> entries = new ConcurrentSkipListMap<>();

    public Counter counter(String name, String help) {
        Counter counter = new Counter();
        entries.put(name, new Entry("counter", help, counter));
        return counter;
    }

    public Histogram histogram(String name, String help) {
        Histogram histogram = new Histogram();
        entries.put(name, new Entry("histogram", help, histogram));
        return histogram;
    }

    /** A value that is asked for at each scrape; one that throws is left out. */
    public void gauge(String name, String help, DoubleSupplier value) {
        entries.put(name, new Entry("gauge", help, (n, out) -> line(out, n, "", value.getAsDouble())));
    }

    /** A value per label set, all asked for at once. */
    public void gauges(String name, String help, Supplier<Map<String, Long>> values) {
        entries.put(
                name,
                new Entry(
                        "gauge",
                        help,
                        (n, out) -> values.get().forEach((labels, value) -> line(out, n, labels, value))));
    }

    /** Counters that are kept elsewhere, by name, all asked for at once. @param prefix of each name */
    public void counters(String prefix, String help, Supplier<Map<String, Long>> values) {
        values.get()
                .keySet()
                .forEach(name -> entries.put(
                        prefix + name,
                        new Entry(
                                "counter",
                                help,
                                (n, out) -> line(out, n, "", values.get().getOrDefault(name, 0L)))));
    }

    /** Everything, as a scraper reads it. */
    public String scrape() {
        StringBuilder all = new StringBuilder(4096);
        entries.forEach((name, entry) -> {
            StringBuilder out = new StringBuilder();
            out.append("# HELP ").append(name).append(' ').append(entry.help()).append('\n');
            out.append("# TYPE ").append(name).append(' ').append(entry.type()).append('\n');
            try {
                entry.family().write(name, out);
                all.append(out);
            } catch (RuntimeException e) {
                all.append("# ").append(name).append(" is not known now\n");
            }
        });
        return all.toString();
    }

    private static void line(StringBuilder out, String name, String labels, double value) {
        out.append(name);
        if (!labels.isEmpty()) {
            out.append('{').append(labels).append('}');
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        out.append(' ')
                .append(whole ? Long.toString((long) value) : Double.toString(value))
                .append('\n');
    }
}
