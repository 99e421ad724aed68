package dev.windlass.examples.benchmarks;

import static dev.windlass.examples.benchmarks.Figure.Place.MEMORY;
import static dev.windlass.examples.benchmarks.Figure.Place.POSTGRES;

/** Whether a job costs more when there are many others. */
final class Growth {

    private static final String SMALL = "-small";
    private static final String LARGE = "-large";

    private Growth() {}

    /** The same number of jobs is worked off from the front of a short queue and of a long one. */
    static void backlog(Plan plan) {
        plan.table(table("Drain in front of a backlog, PostgreSQL", "backlog")
                .column("jobs/s, 10 000 wait behind", "rate" + SMALL)
                .column("jobs/s, 1 000 000 wait behind", "rate" + LARGE)
                .column("ratio", growth()));
        backlog(plan, "raw", 60_000);
        backlog(plan, "windlass", 60_000);
        backlog(plan, "db-scheduler", 8_000);
        plan.target(Target.atLeast(0.9, "rate at a backlog of 1 M over that at 10 k", "backlog", growth()));
    }

    private static void backlog(Plan plan, String contender, int jobs) {
        Figure figure = Figure.of("drain", POSTGRES, contender)
                .with("jobs", plan.options().scaled(jobs));
        plan.add("backlog", figure.with("backlog", plan.options().scaled(10_000)), SMALL);
        plan.add("backlog", figure.with("backlog", plan.options().scaled(1_000_000)), LARGE);
    }

    /** No peer but JobRunr keeps its history, and that has no plain rows that could be multiplied. */
    static void history(Plan plan) {
        int rows = plan.options().large() ? 10_000_000 : plan.options().scaled(1_000_000);
        String many = Table.number(rows);
        plan.table(table("Drain beside a history, PostgreSQL", "history")
                .column("jobs/s, no history", "rate" + SMALL)
                .column("jobs/s, " + many + " jobs finished before", "rate" + LARGE)
                .column("ratio", growth()));
        for (String contender : new String[] {"raw", "windlass"}) {
            Figure figure = Figure.of("drain", POSTGRES, contender)
                    .with("jobs", plan.options().scaled(80_000));
            plan.add("history", figure, SMALL);
            plan.add("history", figure.with("history", rows), LARGE);
        }
        plan.target(Target.atLeast(
                0.9, "rate beside " + many + " finished jobs over that beside none", "history", growth()));
    }

    private static Table table(String title, String name) {
        return new Table(title, name);
    }

    private static Quantity growth() {
        return Quantity.of("rate" + LARGE).overOwn("rate" + SMALL);
    }

    /** Whether a million waiting jobs fit in a gigabyte, and whether each costs more than when there are few. */
    static void million(Plan plan) {
        plan.table(new Table("Queued jobs in memory, 1 GB of heap", "million")
                .column("heap when queued, MB", "heap-queued")
                .column("heap when done, MB", "heap-done")
                .column("drained, jobs/s", "rate"));
        for (int jobs : new int[] {10_000, 1_000_000}) {
            Figure figure = Figure.of("million", MEMORY, "windlass")
                    .labelled("windlass, " + Table.number(jobs) + " jobs")
                    .with("heap-limit", "-Xmx1g")
                    .with("jobs", jobs);
            plan.add("million", figure);
        }
    }
}
