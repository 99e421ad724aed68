package dev.windlass.examples.benchmarks;

import static dev.windlass.examples.benchmarks.Figure.Place.H2;
import static dev.windlass.examples.benchmarks.Figure.Place.MEMORY;
import static dev.windlass.examples.benchmarks.Figure.Place.POSTGRES;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which figures there are, and the tables that they go into. Sizes are such that each takes a few seconds. */
final class Plan {

    /** A figure, and the table that it goes into; some are too long to be measured in each round. */
    record Entry(String table, Figure figure, boolean onceOnly) {}

    private final Options options;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();

    Plan(Options options) {
        this.options = options;
        if (options.wants("drain")) {
            drains();
        }
        if (options.wants("million")) {
            million();
        }
    }

    List<Entry> entries() {
        return entries;
    }

    List<Table> tables() {
        return tables;
    }

    private void add(String table, Figure figure, boolean onceOnly) {
        if (options.wantsContender(figure.contender())) {
            entries.add(new Entry(table, figure, onceOnly));
        }
    }

    private void drains() {
        Map<Figure.Place, String> titles = Map.of(POSTGRES, "PostgreSQL", H2, "H2 file", MEMORY, "memory");
        for (Figure.Place place : List.of(POSTGRES, H2, MEMORY)) {
            String name = "drain-" + place;
            Table table = new Table("Drain of a backlog, " + titles.get(place), name)
                    .reference("raw")
                    .column("jobs/s", "rate")
                    .ratio("ratio to raw", "rate")
                    .column("CPU µs/job, JVM", "jvm-cpu");
            if (place == POSTGRES) {
                table.column("CPU µs/job, PostgreSQL", "db-cpu")
                        .column("transactions/job", "transactions")
                        .column("WAL bytes/job", "wal");
            }
            tables.add(table.column("submitted in batches /s", "bulk").ratio("ratio to raw", "bulk"));
        }
        drain(POSTGRES, "raw", 100_000);
        add(
                "drain-POSTGRES",
                Figure.of("drain", POSTGRES, "raw")
                        .labelled("raw, batches of 500")
                        .with("jobs", options.scaled(100_000))
                        .with("batch", 500),
                false);
        drain(POSTGRES, "windlass", 100_000);
        drain(POSTGRES, "db-scheduler", 8_000);
        drain(POSTGRES, "jobrunr", 2_000);
        drain(POSTGRES, "quartz", 800);
        drain(H2, "raw", 60_000);
        drain(H2, "windlass", 60_000);
        drain(H2, "db-scheduler", 8_000);
        drain(MEMORY, "raw", 2_000_000);
        drain(MEMORY, "windlass", 1_500_000);
        drain(MEMORY, "quartz", 40_000);
        drain(MEMORY, "jobrunr", 2_000);
    }

    /** Whether a million waiting jobs fit in a gigabyte, and whether each costs more than when there are few. */
    private void million() {
        tables.add(new Table("Queued jobs in memory, 1 GB of heap", "million")
                .column("heap when queued, MB", "heap-queued")
                .column("heap when done, MB", "heap-done")
                .column("drained, jobs/s", "rate"));
        for (int jobs : new int[] {10_000, 1_000_000}) {
            Figure figure = Figure.of("million", MEMORY, "windlass")
                    .labelled("Windlass, " + jobs + " jobs")
                    .with("heap-limit", "-Xmx1g")
                    .with("jobs", jobs);
            add("million", figure, false);
        }
    }

    private void drain(Figure.Place place, String contender, int jobs) {
        add("drain-" + place, Figure.of("drain", place, contender).with("jobs", options.scaled(jobs)), false);
    }
}
