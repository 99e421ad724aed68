package dev.windlass.examples.benchmarks;

import static dev.windlass.examples.benchmarks.Figure.Place.MEMORY;
import static dev.windlass.examples.benchmarks.Figure.Place.POSTGRES;

import dev.windlass.examples.benchmarks.Figure.Place;
import java.util.List;

/** What a node costs before it does anything. */
final class Footprint {

    /** Single start-ups vary by a third, so that each round takes the median of several. */
    private static final int STARTS = 3;

    private Footprint() {}

    static void idle(Plan plan) {
        plan.table(new Table("An idle node, PostgreSQL", "idle")
                .column("transactions/min", "transactions")
                .column("CPU ms/min, JVM + PostgreSQL", "cpu"));
        for (String contender : List.of("windlass", "db-scheduler", "quartz", "jobrunr")) {
            plan.addOnce(
                    "idle",
                    Figure.of("idle", POSTGRES, contender)
                            .with("millis", plan.options().scaled(20_000)));
        }
        plan.target(Target.atMost(30, "idle, transactions a minute", "idle", Quantity.of("transactions")));
    }

    static void startup(Plan plan) {
        startup(plan, POSTGRES, "db-scheduler", "jobrunr", "quartz");
        startup(plan, MEMORY, "jobrunr", "quartz");
    }

    private static void startup(Plan plan, Place place, String... peers) {
        String name = "startup-" + place;
        plan.table(new Table("Start-up, " + place.words() + ", tables exist", name)
                .column("JVM start to first job, ms", "first-job")
                .column("heap after it, MB", "heap"));
        add(plan, name, place, "windlass");
        for (String peer : peers) {
            add(plan, name, place, peer);
        }
        String over = place.words() + ", over the best peer";
        plan.target(Target.atMost(
                1,
                "start-up to first job, " + over,
                name,
                Quantity.of("first-job").over(peers)));
        plan.target(Target.atMost(
                1, "heap after start, " + over, name, Quantity.of("heap").over(peers)));
    }

    private static void add(Plan plan, String name, Place place, String contender) {
        Figure figure = Figure.of("startup", place, contender)
                .with("latency", "yes")
                .with("heap-limit", "-Xmx256m")
                .with("repeats", STARTS);
        plan.add(name, place == MEMORY ? figure : figure.with("prepared", "yes"));
    }
}
