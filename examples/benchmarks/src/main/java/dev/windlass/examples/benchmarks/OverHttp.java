package dev.windlass.examples.benchmarks;

import static dev.windlass.examples.benchmarks.Figure.Place.MEMORY;
import static dev.windlass.examples.benchmarks.Figure.Place.POSTGRES;

import dev.windlass.examples.benchmarks.Figure.Place;
import java.util.List;
import java.util.Locale;

/** What REST costs: the same requests, answered by Windlass and by a bare JDK server with a constant. Needs wrk. */
final class OverHttp {

    private OverHttp() {}

    static void http(Plan plan) {
        plan.table(new Table("Requests over HTTP, memory, 32 connections", "http-MEMORY")
                .note(
                        "Driven by wrk on the same machine. raw is a bare JDK HttpServer with as many threads that answers a constant of the"
                                + " same size. Jobs are queued, not executed.")
                .column("GET /api/jobs/{id} /s", "rate-get")
                .ratioTo("raw", "rate-get")
                .column("CPU µs/GET", "jvm-cpu-get")
                .column("POST /api/jobs /s", "rate-post")
                .ratioTo("raw", "rate-post")
                .column("CPU µs/POST", "jvm-cpu-post"));
        for (String contender : List.of("raw", "windlass")) {
            plan.add("http-MEMORY", load(plan, MEMORY, contender, "get"), "-get");
            plan.add("http-MEMORY", load(plan, MEMORY, contender, "post"), "-post");
        }
        plan.table(new Table("POST /api/jobs, PostgreSQL, 32 connections", "http-POSTGRES")
                .column("requests/s", "rate")
                .column("transactions/job", "transactions")
                .column("CPU µs/job, JVM", "jvm-cpu")
                .column("CPU µs/job, PostgreSQL", "db-cpu"));
        plan.add("http-POSTGRES", load(plan, POSTGRES, "windlass", "post"));
        for (String method : List.of("get", "post")) {
            plan.target(Target.atLeast(
                    0.6,
                    method.toUpperCase(Locale.ROOT) + " over HTTP, memory, over a bare server",
                    "http-MEMORY",
                    Quantity.of("rate-" + method).over("raw")));
        }
    }

    private static Figure load(Plan plan, Place place, String contender, String method) {
        return Figure.of("http", place, contender)
                .with("method", method)
                .with("seconds", plan.options().scaled(6));
    }
}
