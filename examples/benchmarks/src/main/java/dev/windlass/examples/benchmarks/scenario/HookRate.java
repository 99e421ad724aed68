package dev.windlass.examples.benchmarks.scenario;

import dev.windlass.JobScheduler;
import dev.windlass.examples.benchmarks.contender.Setting;
import dev.windlass.examples.benchmarks.measure.Output;
import dev.windlass.examples.benchmarks.measure.Pause;
import dev.windlass.spi.JobStore;
import dev.windlass.store.jdbc.JdbcJobStore;
import dev.windlass.webhook.WebhookSigner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * A backlog for eight endpoints, of which each may have four requests in flight, is written first and then delivered; before and after, a
 * bare loop makes as many requests as it can, with 32 in flight, of the same bodies, signed the same way. The receiver shares the JVM.
 */
final class HookRate implements Scenario {

    private static final int ENDPOINTS = 8;
    private static final int IN_FLIGHT = 32;
    private static final int BARE_SECONDS = 6;

    /** The compiler takes half of this JVM's processor time in the first seconds of either. */
    private static final int WARM_UP_SECONDS = 12;

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final byte[] BODY = HookBacklog.body();

    private final AtomicInteger got = new AtomicInteger();

    @Override
    public void run(String name, Setting setting, Output out) throws Exception {
        int deliveries = setting.number("deliveries", 400_000);
        try (HookReceiver receiver = new HookReceiver(body -> got.incrementAndGet());
                JobStore store = JdbcJobStore.open(setting.url())) {
            bare(receiver.url(), WARM_UP_SECONDS);
            double before = bare(receiver.url(), BARE_SECONDS);
            JobScheduler scheduler = Hooks.scheduler(store).build();
            for (int i = 0; i < ENDPOINTS; i++) {
                Hooks.register(scheduler, receiver.url() + i, List.of());
            }
            HookBacklog.fill(store, deliveries / ENDPOINTS, 1);
            double rate = deliver(scheduler, deliveries / ENDPOINTS * ENDPOINTS);
            scheduler.close();
            double after = bare(receiver.url(), BARE_SECONDS);
            out.put("rate", rate);
            out.put("bare", (before + after) / 2);
        }
    }

    /** The first half warms it up. */
    private double deliver(JobScheduler scheduler, int deliveries) {
        got.set(0);
        scheduler.start();
        Pause.until(() -> got.get() >= deliveries / 2, 120);
        long start = System.nanoTime();
        int from = got.get();
        Pause.until(() -> got.get() >= deliveries, 240);
        return (deliveries - from) * 1e9 / (System.nanoTime() - start);
    }

    private double bare(String url, int seconds) throws InterruptedException {
        OkHttpClient client = new OkHttpClient.Builder()
                .connectionPool(new ConnectionPool(IN_FLIGHT, 10, TimeUnit.SECONDS))
                .build();
        got.set(0);
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < IN_FLIGHT; i++) {
            Thread thread = new Thread(() -> {
                while (System.nanoTime() < end) {
                    send(client, url);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double rate = got.get() * 1e9 / (System.nanoTime() - start);
        client.connectionPool().evictAll();
        return rate;
    }

    private static void send(OkHttpClient client, String url) {
        Request.Builder request =
                new Request.Builder().url(url).post(RequestBody.create(BODY, MediaType.get("application/json")));
        WebhookSigner.headers(UUID.randomUUID(), Instant.now(), BODY, List.of(SECRET), null)
                .forEach(request::header);
        try (Response response = client.newCall(request.build()).execute()) {
            if (!response.isSuccessful()) {
                throw new IllegalStateException(response.toString());
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
