package dev.windlass.examples.benchmarks;

import static dev.windlass.examples.benchmarks.Figure.Place.H2;
import static dev.windlass.examples.benchmarks.Figure.Place.MEMORY;
import static dev.windlass.examples.benchmarks.Figure.Place.POSTGRES;

import dev.windlass.examples.benchmarks.Figure.Place;
import java.util.List;
import java.util.Set;

/** How many jobs a second, and what each costs. Sizes are such that a figure takes a few seconds. */
final class Throughput {

    /**
     * Those whose rates are held against each other closely. A machine that is shared leaves a process one of its two processors for seconds
     * now and then, so the median of three is taken.
     */
    private static final Set<String> CLOSE = Set.of("raw", "windlass", "db-scheduler");

    private Throughput() {}

    static void drain(Plan plan) {
        for (Place place : Place.values()) {
            drainTable(plan, place);
        }
        drain(plan, POSTGRES, "raw", 120_000);
        plan.add(
                "drain-POSTGRES",
                figure(plan, POSTGRES, "raw", 120_000)
                        .labelled("raw, batches of 500")
                        .with("batch", 500));
        drain(plan, POSTGRES, "windlass", 120_000);
        drain(plan, POSTGRES, "db-scheduler", 20_000);
        drain(plan, POSTGRES, "jobrunr", 4_000);
        drain(plan, POSTGRES, "quartz", 1_200);
        drain(plan, H2, "raw", 60_000);
        drain(plan, H2, "windlass", 60_000);
        drain(plan, H2, "db-scheduler", 8_000);
        drain(plan, MEMORY, "raw", 2_000_000);
        drain(plan, MEMORY, "windlass", 1_500_000);
        drain(plan, MEMORY, "quartz", 40_000);
        drain(plan, MEMORY, "jobrunr", 2_000);
        drainTargets(plan);
    }

    private static void drainTable(Plan plan, Place place) {
        Table table = new Table("Drain of a backlog, " + place.words(), "drain-" + place)
                .column("jobs/s", "rate")
                .ratioTo("raw", "rate");
        if (place != MEMORY) {
            table.ratioTo("db-scheduler", "rate");
        }
        table.column("CPU µs/job, JVM", "jvm-cpu");
        if (place == POSTGRES) {
            table.column("CPU µs/job, PostgreSQL", "db-cpu")
                    .column("transactions/job", "transactions")
                    .column("WAL bytes/job", "wal");
        }
        plan.table(table.column("submitted in batches /s", "bulk").ratioTo("raw", "bulk"));
    }

    private static void drainTargets(Plan plan) {
        Quantity rate = Quantity.of("rate");
        String postgres = "drain-POSTGRES";
        plan.target(Target.atLeast(5, "drain, PostgreSQL, over db-scheduler", postgres, rate.over("db-scheduler")));
        plan.target(Target.atLeast(15, "drain, PostgreSQL, over JobRunr", postgres, rate.over("jobrunr")));
        plan.target(Target.atLeast(0.7, "drain, PostgreSQL, over raw", postgres, rate.over("raw")));
        plan.target(Target.atMost(100, "CPU per job, JVM + PostgreSQL, µs", postgres, Quantity.of("cpu")));
        Quantity bulk = Quantity.of("bulk").over("raw");
        plan.target(Target.atLeast(0.7, "submit in batches, PostgreSQL, over raw", postgres, bulk));
        plan.target(Target.atLeast(0.5, "drain, memory, over raw", "drain-MEMORY", rate.over("raw")));
    }

    private static void drain(Plan plan, Place place, String contender, int jobs) {
        plan.add("drain-" + place, figure(plan, place, contender, jobs));
    }

    /** Half of the work goes first and is not counted: for seconds the compiler takes more time than any contender. */
    private static Figure figure(Plan plan, Place place, String contender, int jobs) {
        int counted = plan.options().scaled(jobs);
        Figure figure =
                Figure.of("drain", place, contender).with("jobs", counted).with("warm-up", counted);
        return place != H2 && CLOSE.contains(contender) ? figure.with("repeats", 3) : figure;
    }

    static void submit(Plan plan) {
        submit(plan, POSTGRES, 8, List.of("raw", "windlass", "db-scheduler", "jobrunr", "quartz"));
        plan.add(
                "submit-POSTGRES",
                submitFigure(plan, POSTGRES, "raw", 1)
                        .labelled("raw, one thread, eight jobs in each statement")
                        .with("together", 8));
        submitAsync(plan, POSTGRES);
        submit(plan, H2, 8, List.of("raw", "windlass", "db-scheduler"));
        submitAsync(plan, H2);
        submit(plan, POSTGRES, 64, List.of("raw", "windlass", "db-scheduler"));
        Quantity ratio = Quantity.of("rate").over("db-scheduler");
        plan.target(Target.atLeast(3, "submit one by one, PostgreSQL, over db-scheduler", "submit-POSTGRES", ratio));
    }

    private static void submit(Plan plan, Place place, int clients, List<String> contenders) {
        String name = "submit-" + place + (clients == 8 ? "" : "-" + clients);
        Table table = new Table("Submit one by one from " + clients + " threads, " + place.words(), name)
                .column("jobs/s", "rate")
                .ratioTo("raw", "rate")
                .ratioTo("db-scheduler", "rate")
                .column("CPU µs/job, JVM", "jvm-cpu");
        plan.table(
                place == H2
                        ? table
                        : table.column("CPU µs/job, PostgreSQL", "db-cpu").column("WAL bytes/job", "wal"));
        for (String contender : contenders) {
            plan.add(name, submitFigure(plan, place, contender, clients));
        }
    }

    private static void submitAsync(Plan plan, Place place) {
        plan.add(
                "submit-" + place,
                submitFigure(plan, place, "windlass", 8)
                        .labelled("windlass, submitAsync, at most 256 of a thread unanswered")
                        .with("unanswered", 256));
    }

    private static Figure submitFigure(Plan plan, Place place, String contender, int clients) {
        return Figure.of("submit", place, contender)
                .with("clients", clients)
                .with("millis", plan.options().scaled(4_000));
    }
}
