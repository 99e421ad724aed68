package dev.windlass.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.JobScheduler;
import dev.windlass.Webhooks;
import dev.windlass.job.Callback;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.Settings;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.Upcoming;
import dev.windlass.testing.SettableClock;
import dev.windlass.webhook.FakeReceivers.Got;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;

/** A host without threads, whose webhooks go to fake receivers. */
final class HostFixture implements AutoCloseable {

    static final String HOOK = "https://host.example/hook";

    final SettableClock clock;
    final JobStore store;
    final FakeReceivers receivers = new FakeReceivers();
    final JobScheduler scheduler;

    /** What somebody else does just before the store makes something due again. */
    Runnable beforeRedelivery = () -> {};

    HostFixture(JobStore store, SettableClock clock, JobType<?>... types) {
        this.store = store;
        this.clock = clock;
        scheduler = JobScheduler.builder(interrupted(store))
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

    private JobStore interrupted(JobStore actual) {
        return (JobStore) Proxy.newProxyInstance(
                JobStore.class.getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, args) -> {
                    if (method.getName().equals("redeliver")) {
                        beforeRedelivery.run();
                    }
                    try {
                        return method.invoke(actual, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
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

    /**
     * Lets the time pass, looking whenever something falls due, and now and then while something overdue cannot be done: every ten seconds, or
     * a hundred times in all.
     */
    void advance(Duration by) {
        Instant target = clock.instant().plus(by);
        Duration pause = Duration.ofSeconds(Math.max(10, by.toSeconds() / 100));
        scheduler.runDue();
        while (clock.instant().isBefore(target)) {
            Upcoming upcoming = store.upcoming();
            Instant next = Stream.of(upcoming.job(), upcoming.delivery())
                    .filter(Objects::nonNull)
                    .min(Instant::compareTo)
                    .orElse(target);
            Instant soonest =
                    next.isAfter(clock.instant()) ? next : clock.instant().plus(pause);
            clock.set(soonest.isBefore(target) ? soonest : target);
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
