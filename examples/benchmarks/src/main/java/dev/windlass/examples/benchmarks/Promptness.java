package dev.windlass.examples.benchmarks;

import static dev.windlass.examples.benchmarks.Figure.Place.POSTGRES;

import dev.windlass.examples.benchmarks.Figure.Place;
import java.util.List;

/** How soon jobs start. */
final class Promptness {

    private static final String SAME = "latency-same";
    private static final String OTHER = "latency-other";

    private Promptness() {}

    static void latency(Plan plan) {
        latency(plan, SAME, "same", "Submit to start, idle, same node, PostgreSQL, ms");
        latency(plan, OTHER, "other", "Submit to start, idle, submitted by another node, PostgreSQL, ms");
        plan.target(Target.atMost(2, "submit → start, same node, p50, ms", SAME, Quantity.of("p50")));
        plan.target(Target.atMost(15, "submit → start, same node, p99, ms", SAME, Quantity.of("p99")));
        plan.target(Target.atMost(10, "submit → start, other node, p50, ms", OTHER, Quantity.of("p50")));
        plan.target(Target.atMost(50, "submit → start, other node, p99, ms", OTHER, Quantity.of("p99")));
    }

    private static void latency(Plan plan, String name, String submitter, String title) {
        plan.table(percentiles(title, name).column("samples", "samples"));
        for (String contender : List.of("raw", "windlass", "db-scheduler", "quartz", "jobrunr")) {
            // JobRunr polls every 5 s, so that a few samples tell enough and hundreds would take an hour.
            int samples = contender.equals("jobrunr") ? 8 : 200;
            plan.add(
                    name,
                    Figure.of("latency", POSTGRES, contender)
                            .with("latency", "yes")
                            .with("submitter", submitter)
                            .with("samples", plan.options().scaled(samples)));
        }
    }

    static void due(Plan plan) {
        plan.table(percentiles("Due to start, 100 jobs due within 5 s, PostgreSQL, ms", "due")
                .column("earliest", "min")
                .column("started early", "early"));
        for (String contender : List.of("windlass", "db-scheduler", "quartz", "jobrunr")) {
            plan.add("due", Figure.of("due", POSTGRES, contender).with("latency", "yes"));
        }
        plan.target(Target.atMost(0, "due → start, started early, jobs", "due", Quantity.of("early")));
        plan.target(Target.atMost(10, "due → start, p99, ms", "due", Quantity.of("p99")));
    }

    /** Every second, alone and ten in the same second. */
    static void fires(Plan plan) {
        int seconds = plan.options().scaled(60);
        plan.table(percentiles("Instant to start, schedules that fire every second, ms", "fires")
                .column("earliest", "min")
                .column("samples", "samples"));
        for (Place place : List.of(POSTGRES, Place.H2, Place.MEMORY)) {
            for (int schedules : List.of(1, 10)) {
                String row = place.words() + (schedules == 1 ? ", one schedule" : ", ten at once");
                plan.add(
                        "fires",
                        Figure.of("fires", place, "windlass")
                                .labelled(row)
                                .with("schedules", schedules)
                                .with("warm-up", plan.options().scaled(20))
                                .with("seconds", seconds));
                plan.target(Target.atMost(50, "fires, " + row + ", p99, ms", "fires", Quantity.of("p99"))
                        .inRow(row));
                plan.target(Target.atLeast(0, "fires, " + row + ", earliest, ms", "fires", Quantity.of("min"))
                        .inRow(row));
            }
        }
    }

    /** Claims are timed in Windlass only; what a client sees of them, the wait for the start, in all. */
    static void pinned(Plan plan) {
        int seconds = plan.options().scaled(120);
        String title = "800 jobs/s beside a snapshot that is held for " + seconds + " s, PostgreSQL, ms";
        plan.table(new Table(title, "pinned")
                .column("jobs/s", "rate")
                .column("claim p50", "claim-p50")
                .column("last fifth", "late-claim-p50")
                .column("claim p99", "claim-p99")
                .column("last fifth", "late-claim-p99")
                .column("submit to start p50", "wait-p50")
                .column("submit to start p99", "wait-p99")
                .column("max", "wait-max"));
        for (String contender : List.of("windlass", "db-scheduler")) {
            Figure figure = Figure.of("pinned", POSTGRES, contender)
                    .with("time-claims", "yes")
                    .with("latency", "yes")
                    .with("seconds", seconds);
            plan.addOnce("pinned", figure);
            plan.addOnce("pinned", figure.labelled(contender + ", no snapshot").with("unpinned", "yes"));
        }
        plan.target(Target.atMost(10, "snapshot pinned, claim p99, ms", "pinned", Quantity.of("claim-p99")));
        plan.target(Target.atMost(
                1.5,
                "snapshot pinned, claim p50 of the last fifth over that without a snapshot",
                "pinned",
                Quantity.of("late-claim-p50").over("windlass, no snapshot")));
        plan.target(Target.atLeast(790, "snapshot pinned, jobs/s of 800 submitted", "pinned", Quantity.of("rate")));
    }

    private static Table percentiles(String title, String name) {
        return new Table(title, name)
                .column("p50", "p50")
                .column("p95", "p95")
                .column("p99", "p99")
                .column("max", "max");
    }
}
