package dev.windlass.examples.benchmarks;

import static dev.windlass.examples.benchmarks.Figure.Place.POSTGRES;

/** How well webhooks are told. */
final class Telling {

    private static final String PROMPT = "webhook-prompt";
    private static final String RATE = "webhook-rate";
    private static final String FAIR = "webhook-fair";
    private static final String CLAIM = "webhook-claim";

    private Telling() {}

    static void webhooks(Plan plan) {
        prompt(plan);
        rate(plan);
        fair(plan);
        claim(plan);
    }

    private static void prompt(Plan plan) {
        plan.table(new Table("Run ended to its webhook's 2xx, 200 jobs/s, PostgreSQL, ms", PROMPT)
                .column("events/s", "rate")
                .column("p50", "p50")
                .column("p95", "p95")
                .column("p99", "p99")
                .column("max", "max"));
        plan.add(PROMPT, webhooks(PROMPT).with("seconds", plan.options().scaled(30)));
        plan.target(
                Target.atMost(125, "transition → receiver's 2xx at 200 events/s, p95, ms", PROMPT, Quantity.of("p95")));
    }

    private static void rate(Plan plan) {
        plan.table(new Table("Backlog of webhooks for 8 endpoints beside a bare OkHttp loop, PostgreSQL", RATE)
                .column("deliveries/s", "rate")
                .column("bare loop, requests/s", "bare")
                .column("ratio", Quantity.of("rate").overOwn("bare")));
        plan.add(RATE, webhooks(RATE).with("deliveries", plan.options().scaled(400_000)));
        plan.target(Target.atLeast(
                0.5,
                "sustained deliveries over requests of a bare loop",
                RATE,
                Quantity.of("rate").overOwn("bare")));
    }

    private static void fair(Plan plan) {
        plan.table(new Table(
                        "Run ended to its webhook's 2xx, 3 healthy receivers, 50 jobs/s, PostgreSQL, ms: alone, and beside"
                                + " one that never answers and one that takes 2 s",
                        FAIR)
                .column("alone p50", "alone-p50")
                .column("alone p99", "alone-p99")
                .column("beside p50", "beside-p50")
                .column("beside p99", "beside-p99")
                .column("ratio of p99", Quantity.of("beside-p99").overOwn("alone-p99")));
        plan.add(FAIR, webhooks(FAIR).with("seconds", plan.options().scaled(30)));
        plan.target(Target.atMost(
                2,
                "healthy receivers' p99 beside a dead and a slow one over alone",
                FAIR,
                Quantity.of("beside-p99").overOwn("alone-p99")));
    }

    private static void claim(Plan plan) {
        plan.table(new Table("Claim with 200 000 deliveries waiting for a dead endpoint, PostgreSQL, ms", CLAIM)
                .column("healthy ones, p50", "healthy-p50")
                .column("p99", "healthy-p99")
                .column("a trial of the dead one, p50", "trial-p50")
                .column("p99", "trial-p99")
                .column("the first trial", "first-max")
                .column("nothing else waiting, p50", "alone-p50")
                .column("p99", "alone-p99")
                .column("5 000 origins waiting too, p50", "origins-p50")
                .column("max", "origins-max"));
        plan.add(CLAIM, webhooks(CLAIM).with("deliveries", plan.options().scaled(200_000)));
        plan.target(Target.atMost(
                5, "claim with 200 000 waiting for a dead endpoint, p99, ms", CLAIM, Quantity.of("healthy-p99")));
        plan.target(Target.atMost(5, "trial of the dead endpoint itself, p99, ms", CLAIM, Quantity.of("trial-p99")));
    }

    private static Figure webhooks(String scenario) {
        return Figure.of(scenario, POSTGRES, "windlass");
    }
}
