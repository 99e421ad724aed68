package dev.windlass.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.JobScheduler;
import dev.windlass.Webhooks;
import dev.windlass.job.Callback;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.Settings;
import dev.windlass.store.memory.MemoryJobStore;
import dev.windlass.testing.SettableClock;
import dev.windlass.webhook.FakeReceivers.Got;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** A host without threads, whose webhooks go to fake receivers. */
final class HostFixture implements AutoCloseable {

    static final String HOOK = "https://host.example/hook";

    final SettableClock clock = new SettableClock(PumpFixture.T0);
    final MemoryJobStore store = new MemoryJobStore(clock);
    final FakeReceivers receivers = new FakeReceivers();
    final JobScheduler scheduler;

    HostFixture(JobType<?>... types) {
        scheduler = JobScheduler.builder(store)
                .registerAll(List.of(types))
                .clock(clock)
                .random(new SplittableRandom(5))
                .settings(Settings.builder()
                        .slots(1)
                        .webhookSecret("a-host-wide-secret-0")
                        .build())
                .webhookSink(receivers)
                .webhookExecutor(Runnable::run)
                .build();
    }

    Webhooks webhooks() {
        return scheduler.webhooks();
    }

    static Webhooks.Draft draft() {
        return new Webhooks.Draft(HOOK, List.of(), null, true, null, null);
    }

    UUID submit(String type, Callback.Scope scope) {
        return scheduler
                .jobs()
                .submit(JobRequest.builder()
                        .type(type)
                        .callback(new Callback(HOOK, scope))
                        .build())
                .id();
    }

    /** Lets the time pass second by second. */
    void advance(Duration by) {
        Instant target = clock.instant().plus(by);
        scheduler.runDue();
        while (clock.instant().isBefore(target)) {
            clock.advance(Duration.ofSeconds(1));
            scheduler.runDue();
        }
    }

    /** A member of each body that came to the hook, in order. */
    List<String> told(String member) {
        return receivers.at(HOOK).stream()
                .map(got -> tree(got).path(member).asText())
                .toList();
    }

    static JsonNode tree(Got got) {
        return new Json(got.body()).tree();
    }

    @Override
    public void close() {
        scheduler.close();
        store.close();
    }
}
