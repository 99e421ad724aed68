package dev.windlass.examples.benchmarks.scenario;

import dev.windlass.JobScheduler;
import dev.windlass.examples.benchmarks.contender.Setting;
import dev.windlass.examples.benchmarks.measure.Latencies;
import dev.windlass.examples.benchmarks.measure.Output;
import dev.windlass.spi.Delivery.Status;
import dev.windlass.spi.DueDelivery;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.Settlement;
import dev.windlass.store.jdbc.JdbcJobStore;
import dev.windlass.webhook.WebhookPump;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a claim costs while a dead endpoint has a long backlog, five events a job: of others' deliveries, and of the endpoint's own. Beside
 * that, the same claim when nothing else waits, and a claim when something waits for each of thousands of origins.
 */
final class HookClaims implements Scenario {

    private static final int CLAIMS = 300;
    private static final int ORIGINS = 5_000;
    private static final Duration HOLD = Duration.ofSeconds(60);

    @Override
    public void run(String name, Setting setting, Output out) throws Exception {
        try (JobStore store = JdbcJobStore.open(setting.url())) {
            JobScheduler scheduler = Hooks.scheduler(store).build();
            UUID dead = Hooks.register(scheduler, "http://127.0.0.1:9/dead", List.of());
            HookBacklog.fill(store, CLAIMS * 8, 1);
            claims(store, Map.of(), CLAIMS);
            claims(store, Map.of(), CLAIMS).report(out, "alone-");
            HookBacklog.fill(store, setting.number("deliveries", 200_000), 5);
            claims(store, Map.of(WebhookPump.laneOf(dead), 1), 1).report(out, "first-");
            claims(store, Map.of(WebhookPump.laneOf(dead), 1), CLAIMS).report(out, "trial-");
            Hooks.register(scheduler, "http://127.0.0.1:9/healthy", List.of());
            HookBacklog.fill(store, CLAIMS * 4, 1);
            claims(store, Map.of(WebhookPump.laneOf(dead), 0), CLAIMS).report(out, "healthy-");
            HookBacklog.fillOrigins(store, ORIGINS);
            claims(store, Map.of(WebhookPump.laneOf(dead), 0), ORIGINS / 100).report(out, "origins-");
        }
    }

    private static Latencies claims(JobStore store, Map<String, Integer> rooms, int count) {
        Latencies latencies = new Latencies();
        for (int i = 0; i < count; i++) {
            Instant now = Instant.now();
            long start = System.nanoTime();
            List<DueDelivery> due = store.claimDeliveries(rooms, 4, 100, HOLD, now);
            latencies.add(System.nanoTime() - start);
            if (due.isEmpty()) {
                throw new IllegalStateException("Nothing was due");
            }
            Instant later = now.plusSeconds(300);
            store.settle(due.stream()
                    .map(one -> new Settlement(one.delivery().id(), one.hold(), null, Status.PENDING, later, now))
                    .toList());
        }
        return latencies;
    }
}
