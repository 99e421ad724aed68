package dev.windlass.examples.benchmarks.http;

import dev.windlass.examples.benchmarks.contender.Contenders;
import dev.windlass.examples.benchmarks.contender.Setting;
import dev.windlass.examples.benchmarks.measure.Meter;
import dev.windlass.examples.benchmarks.measure.Output;
import dev.windlass.examples.benchmarks.measure.Pause;
import dev.windlass.examples.benchmarks.measure.Work;
import java.net.http.HttpResponse;

/**
 * {@code POST /api/jobs} or {@code GET /api/jobs/{job_id}} by clients on kept connections. The contender {@code raw} is the JDK's server
 * with as many threads, answering each request with the bytes that Windlass answered the first one with.
 */
public final class HttpLoad {

    /** What the server has by default. */
    private static final int THREADS = 128;

    private static final int CONNECTIONS = 32;
    /** After which PostgreSQL's statistics tell of every transaction. */
    private static final long STATISTICS_MILLIS = 1_500;

    private static final String JOB = "{\"job_type\":\"noop\",\"params\":" + Work.PAYLOAD + "}";

    /** Values: method get or post, seconds for the warm-up and again for the measurement, execute to run the jobs meanwhile. */
    public void run(String contender, Setting setting, Output out) throws Exception {
        String body = setting.text("method", "get").equals("post") ? JOB : "";
        boolean execute = setting.values().containsKey("execute");
        try (WindlassServer windlass = new WindlassServer(Contenders.store(setting.url()), execute)) {
            HttpResponse<byte[]> made = WindlassServer.ask(windlass.url() + "/api/jobs", JOB);
            String path = body.isEmpty() ? made.headers().firstValue("Location").orElseThrow() : "/api/jobs";
            HttpResponse<byte[]> sample = WindlassServer.ask(windlass.url() + path, body);
            if (contender.equals("raw")) {
                try (BareServer bare = new BareServer(THREADS, sample.statusCode(), sample.body())) {
                    measure(bare.url() + path, body, setting, out);
                }
            } else {
                measure(windlass.url() + path, body, setting, out);
            }
        }
    }

    private static void measure(String url, String body, Setting setting, Output out) throws Exception {
        Wrk wrk = new Wrk(setting.number("connections", CONNECTIONS));
        int seconds = setting.number("seconds", 5);
        wrk.run(url, body, seconds);
        try (Meter meter = new Meter(setting.url())) {
            Pause.millis(STATISTICS_MILLIS);
            long transactions = meter.transactions();
            Meter.Reading start = meter.read();
            Wrk.Result result = wrk.run(url, body, seconds);
            Meter.Reading end = meter.read();
            Pause.millis(STATISTICS_MILLIS);
            out.put("rate", result.rate());
            out.put("jvm-cpu", (end.jvmCpu() - start.jvmCpu()) / 1e3 / result.requests());
            out.put("db-cpu", (end.databaseCpu() - start.databaseCpu()) / 1e3 / result.requests());
            out.put("transactions", (meter.transactions() - transactions) / (double) result.requests());
        }
    }
}
