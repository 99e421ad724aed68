package dev.windlass.http.webhook;

import dev.windlass.JobScheduler;
import dev.windlass.job.Backoff;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobType;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.RunResult;
import dev.windlass.job.Settings;
import dev.windlass.spi.JobStore;
import dev.windlass.store.jdbc.JdbcJobStore;
import dev.windlass.webhook.PumpSettings;
import dev.windlass.webhook.WebhookSigner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A process that submits and runs jobs, each attempt in five failing, and delivers webhooks, until it is killed. */
final class WebhookNode {

    /** Short waits, so that what a dead node held is soon tried again; still much longer than a request takes. */
    private static final PumpSettings HASTY = new PumpSettings(
            32,
            4,
            Duration.ofSeconds(4),
            10,
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            List.of(),
            WebhookSigner.BODY_SIGNATURE);

    private static final long PAUSE_NANOS = 40_000_000;

    private WebhookNode() {}

    /** Prints a line for each job. @param arguments the URL of the database */
    public static void main(String[] arguments) {
        JobScheduler scheduler = engine(open(arguments[0]));
        for (int i = 0; ; i++) {
            System.out.println(
                    scheduler.jobs().submit(JobRequest.of("flaky", i)).id());
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    static JobStore open(String url) {
        return JdbcJobStore.builder().url(url).user("postgres").open();
    }

    static JobScheduler engine(JobStore store) {
        return JobScheduler.builder(store)
                .register(JobType.of("flaky", Integer.class, (number, run) -> {
                    if (number % 5 == 0 && run.attempt() == 1) {
                        throw new IllegalStateException("not this time");
                    }
                    return RunResult.completed(null);
                }))
                .settings(Settings.builder()
                        .slots(2)
                        .maxAttemptsCap(50)
                        .retryPolicy(
                                new RetryPolicy(50, new Backoff(Duration.ofMillis(20), 1, Duration.ofSeconds(1), 0)))
                        .lease(Duration.ofSeconds(3))
                        .build())
                .webhookDelivery(HASTY)
                .webhookSink(new OkHttpWebhookSink(
                        new GuardedHttpClient(AddressGuard.opening(List.of("127.0.0.0/8"))), InstantSource.system()))
                .start();
    }

    static Process start(String url) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WebhookNode.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
