package dev.windlass.examples.benchmarks.scenario;

import dev.windlass.JobScheduler;
import dev.windlass.Webhooks;
import dev.windlass.examples.benchmarks.measure.Latencies;
import dev.windlass.http.webhook.AddressGuard;
import dev.windlass.http.webhook.GuardedHttpClient;
import dev.windlass.http.webhook.OkHttpWebhookSink;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.spi.JobStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Windlass with its defaults, telling receivers on this machine. */
final class Hooks {

    private static final String STAMP = "\"timestamp\":\"";

    private Hooks() {}

    static JobScheduler.Builder scheduler(JobStore store) {
        return JobScheduler.builder(store)
                .register(JobType.of("noop", Json.class, (params, run) -> RunResult.completed()))
                .webhookSink(new OkHttpWebhookSink(
                        new GuardedHttpClient(AddressGuard.opening(List.of("127.0.0.0/8"))), InstantSource.system()));
    }

    /** @param events that it is told; empty for all */
    static UUID register(JobScheduler scheduler, String url, List<String> events) {
        return scheduler
                .webhooks()
                .create(new Webhooks.Draft(url, events, null, true, null, null))
                .id();
    }

    /** Submits so many jobs a second, for so long, on four threads, so that a commit need not be quicker than the pace. */
    static void submit(JobScheduler scheduler, int perSecond, int seconds) throws InterruptedException {
        int threads = 4;
        Thread[] submitters = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            submitters[i] = new Thread(() -> submitPaced(scheduler, perSecond / threads, seconds));
            submitters[i].start();
        }
        for (Thread submitter : submitters) {
            submitter.join();
        }
    }

    private static void submitPaced(JobScheduler scheduler, int perSecond, int seconds) {
        long start = System.nanoTime();
        for (long i = 0; i < (long) perSecond * seconds; i++) {
            long due = start + i * 1_000_000_000L / perSecond;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            scheduler.jobs().submit(JobRequest.of("noop", null));
        }
    }

    /** Notes how long after its event a body has come. */
    static void note(byte[] body, Latencies latencies) {
        String text = new String(body, StandardCharsets.UTF_8);
        int from = text.indexOf(STAMP) + STAMP.length();
        Instant at = Instant.parse(text.substring(from, text.indexOf('"', from)));
        latencies.add((Latency.micros() - at.getEpochSecond() * 1_000_000 - at.getNano() / 1_000) * 1_000);
    }
}
