package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.WebhookEndpoint;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryAttempt;
import dev.windlass.spi.DueDelivery;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.Redelivery;
import dev.windlass.spi.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** The part of a {@link History} in which receivers come and go and are told. */
final class HistoryOfWebhooks {

    private static final int MOST = 1_000;

    private final Random random;
    private final Subjects subjects;
    private final Fixtures given;
    private final Events events;
    private final List<WebhookEndpoint> endpoints = new ArrayList<>();
    /** What is held, by event and receiver, as each store gave it. */
    private final List<Map<String, DueDelivery>> held = new ArrayList<>();

    HistoryOfWebhooks(Random random, Subjects subjects, Fixtures given) {
        this.random = random;
        this.subjects = subjects;
        this.given = given;
        this.events = new Events(given);
        subjects.stores.forEach(store -> held.add(new HashMap<>()));
    }

    /** What is told about a job at this moment. */
    List<EventDraft> events(String type, UUID jobId) {
        List<EventDraft> drafts = new ArrayList<>();
        if (random.nextBoolean()) {
            drafts.add(events.toSubscribers(type, jobId));
        }
        if (random.nextInt(3) == 0) {
            drafts.add(events.toUrl("https://" + random.nextInt(2) + ".example.com/", jobId));
        }
        return drafts;
    }

    void step(List<String> log) {
        int dice = random.nextInt(10);
        if (dice < 1 && endpoints.size() < 3) {
            log.add("new endpoint");
            WebhookEndpoint endpoint =
                    Resources.endpoint(given.id(), Profile.CONTRACT, random.nextBoolean(), given.clock.instant());
            subjects.same("endpoint", store -> store.submit(List.of(Resources.creation(endpoint)), MOST));
            endpoints.add(endpoint);
        } else if (dice < 5) {
            take(log);
        } else if (dice < 9) {
            settle(log);
        } else {
            redeliver(log);
        }
    }

    /** All that is due, so that no store's taste in lanes shows. */
    private void take(List<String> log) {
        log.add("take deliveries");
        Instant now = given.clock.instant();
        List<Map<String, DueDelivery>> taken = subjects.each(store -> {
            Map<String, DueDelivery> due = new HashMap<>();
            store.claimDeliveries(Map.of(), MOST, MOST, Webhooks.HOLD, now)
                    .forEach(one -> due.put(name(one.delivery()), one));
            return due;
        });
        for (int i = 0; i < taken.size(); i++) {
            assertThat(taken.get(i).keySet()).as("taken").isEqualTo(taken.get(0).keySet());
            held.get(i).putAll(taken.get(i));
        }
    }

    private static String name(Delivery delivery) {
        return delivery.eventId() + " " + (delivery.endpointId() == null ? delivery.url() : delivery.endpointId());
    }

    private void settle(List<String> log) {
        if (held.get(0).isEmpty()) {
            return;
        }
        List<String> names = held.get(0).keySet().stream().sorted().toList();
        String name = names.get(random.nextInt(names.size()));
        Delivery.Status status = Delivery.Status.values()[random.nextInt(3)];
        Instant now = given.clock.instant();
        Instant next = status == Delivery.Status.PENDING ? now.plusSeconds(random.nextInt(20)) : null;
        boolean spend = random.nextInt(4) > 0;
        log.add("settle " + name + " " + status + " " + next);
        List<Boolean> settled = new ArrayList<>();
        for (int i = 0; i < held.size(); i++) {
            DueDelivery due = held.get(i).get(name);
            assertThat(due).isNotNull();
            if (due != null) {
                int number = due.delivery().attempts() + 1;
                DeliveryAttempt attempt =
                        spend ? new DeliveryAttempt(number, now, Duration.ZERO, 500, "bad_status", null) : null;
                Settlement settlement = new Settlement(due.delivery().id(), due.hold(), attempt, status, next, now);
                settled.add(subjects.stores.get(i).settle(List.of(settlement)).get(0));
            }
        }
        assertThat(settled).as("settled in each store").containsOnly(settled.get(0));
        if (random.nextInt(5) > 0) {
            held.forEach(one -> one.remove(name));
        }
    }

    private void redeliver(List<String> log) {
        List<List<Delivery>> all = subjects.each(Subjects::deliveries);
        if (all.get(0).isEmpty()) {
            return;
        }
        int index = random.nextInt(all.get(0).size());
        log.add("redeliver " + name(all.get(0).get(index)));
        List<Integer> counts = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            JobStore store = subjects.stores.get(i);
            UUID id = all.get(i).get(index).id();
            counts.add(store.redeliver(new Redelivery.One(id), given.clock.instant()));
        }
        assertThat(counts).as("redelivered in each store").containsOnly(counts.get(0));
    }
}
