package dev.windlass.webhook;

import dev.windlass.job.WebhookEndpoint;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.job.WebhookEndpoint.Secret;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryQuery;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.EventDraft.Audience;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.Submission;
import dev.windlass.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A pump without threads over a store and a clock that stands still. */
final class PumpFixture {

    static final Instant T0 = Instant.parse("2026-11-22T12:00:00Z");

    final SettableClock clock;
    final JobStore store;
    final FakeReceivers receivers = new FakeReceivers();
    private final PumpSettings settings;
    final WebhookPump pump;
    private long lastId;

    PumpFixture(JobStore store, SettableClock clock, PumpSettings settings) {
        this.store = store;
        this.clock = clock;
        this.settings = settings;
        this.pump = newPump(Runnable::run);
    }

    /** Another node's pump over the same store. */
    WebhookPump newPump(Executor executor) {
        return WebhookPump.on(executor, store, receivers, clock, new SplittableRandom(7), settings);
    }

    UUID newId() {
        return new UUID(0x0193a3f000007000L, 0x8000000000000000L + ++lastId);
    }

    UUID endpoint(String url) {
        return endpoint(url, RetrySchedule.DEFAULT);
    }

    UUID endpoint(String url, List<Duration> delays) {
        Instant now = clock.instant();
        WebhookEndpoint endpoint = new WebhookEndpoint(
                newId(),
                url,
                List.of(),
                Profile.CONTRACT,
                true,
                List.of(new Secret("a-secret-of-some-length", null)),
                delays,
                null,
                null,
                1,
                now,
                now);
        store.submit(List.of(new Submission(List.of(), null, endpoint, null, List.of())), 1);
        return endpoint.id();
    }

    WebhookEndpoint stored(UUID endpoint) {
        return store.find(WebhookEndpoint.class, endpoint).orElseThrow();
    }

    /** Somebody changes it: its next version is stored, as it is from now on. */
    WebhookEndpoint patch(UUID endpoint, String url, boolean enabled, @Nullable Instant failingSince) {
        WebhookEndpoint old = stored(endpoint);
        WebhookEndpoint next = new WebhookEndpoint(
                old.id(),
                url,
                old.events(),
                old.profile(),
                enabled,
                old.secrets(),
                old.retryDelays(),
                null,
                failingSince,
                old.version() + 1,
                old.createdAt(),
                clock.instant());
        store.replace(next);
        return next;
    }

    /** An event of this job for all endpoints. */
    UUID event(UUID job, long sequence) {
        return event(job, sequence, new Audience.Subscribers(Profile.CONTRACT));
    }

    UUID event(UUID job, long sequence, Audience audience) {
        return event(job, sequence, audience, null);
    }

    UUID event(UUID job, long sequence, Audience audience, @Nullable String traceparent) {
        byte[] body = ("{\"sequence\":" + sequence + "}").getBytes(StandardCharsets.UTF_8);
        EventDraft draft = new EventDraft(
                newId(), "job.running", job, null, traceparent, sequence, clock.instant(), audience, () -> body);
        store.submit(List.of(new Submission(List.of(), null, null, null, List.of(draft))), 1);
        return draft.id();
    }

    /** One event each of so many jobs. */
    List<UUID> events(int jobs) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            ids.add(event(newId(), 1));
        }
        return ids;
    }

    /** Does what is due now. */
    void run() {
        while (pump.runOnce()) {
            // until nothing is due
        }
    }

    /** Lets the time pass, looking whenever something falls due, and every ten seconds while something overdue cannot be taken. */
    void advance(Duration by) {
        Instant target = clock.instant().plus(by);
        run();
        while (clock.instant().isBefore(target)) {
            Instant due = store.upcoming().delivery();
            Instant next = due == null || due.isAfter(target) ? target : due;
            Instant soon = clock.instant().plusSeconds(10);
            clock.set(next.isAfter(clock.instant()) ? next : soon.isBefore(target) ? soon : target);
            run();
        }
    }

    List<Delivery> deliveries(UUID endpoint) {
        return store.listDeliveries(new DeliveryQuery(null, endpoint, null, null, 500))
                .items();
    }

    Delivery delivery(UUID event) {
        return store.listDeliveries(new DeliveryQuery(null, null, null, null, 500)).items().stream()
                .filter(delivery -> delivery.eventId().equals(event))
                .findFirst()
                .orElseThrow();
    }
}
