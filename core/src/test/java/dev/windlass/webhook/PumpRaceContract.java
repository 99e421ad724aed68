package dev.windlass.webhook;

import static dev.windlass.webhook.FakeReceivers.BROKEN;
import static dev.windlass.webhook.FakeReceivers.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.WebhookEndpoint;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.Delivery.Status;
import dev.windlass.spi.DeliveryQuery;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.EventDraft.Audience;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.Submission;
import dev.windlass.webhook.FakeReceivers.Got;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several nodes deliver from one store at once, in real time, and die while they do. */
@Tag("A4")
@Tag("C10")
@Tag("M10")
@Timeout(180)
public abstract class PumpRaceContract {

    private static final int JOBS = 20;
    private static final int EVENTS = 5;
    private static final List<String> URLS = List.of("https://a.example/", "https://b.example/", "https://c.example/");
    private static final PumpSettings HASTY = new PumpSettings(
            16,
            4,
            Duration.ofSeconds(2),
            10,
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofHours(1),
            List.of(),
            WebhookSigner.BODY_SIGNATURE);

    private final FakeReceivers receivers = new FakeReceivers();
    private final Random random = new Random(11);
    private JobStore store;

    /** An empty store. */
    protected abstract JobStore createStore() throws Exception;

    @BeforeEach
    void open() throws Exception {
        store = createStore();
        for (String url : URLS) {
            receivers.at(url, request -> ThreadLocalRandom.current().nextInt(20) == 0 ? BROKEN : OK);
            endpoint(url);
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void nothingIsLostOrOutOfOrder() {
        List<MortalNode> nodes = new ArrayList<>(List.of(node(), node()));
        List<List<UUID>> jobs = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            jobs.add(new ArrayList<>());
        }
        for (int sequence = 1; sequence <= EVENTS; sequence++) {
            int number = sequence;
            jobs.forEach(events -> events.add(event(events.isEmpty() ? null : events.get(0), number)));
            nodes.remove(0).kill();
            nodes.add(node());
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> pending() == 0);
        nodes.forEach(MortalNode::kill);

        assertThat(store.listDeliveries(new DeliveryQuery(null, null, Status.DELIVERED, null, 500))
                        .items())
                .hasSize(JOBS * EVENTS * URLS.size());
        for (String url : URLS) {
            List<UUID> got = receivers.at(url).stream().map(Got::eventId).toList();
            for (List<UUID> events : jobs) {
                List<Integer> order = got.stream()
                        .filter(events::contains)
                        .map(events::indexOf)
                        .toList();
                assertThat(order).isSorted().contains(0, 1, 2, 3, 4);
            }
        }
    }

    private int pending() {
        return store.listDeliveries(new DeliveryQuery(null, null, Status.PENDING, null, 500))
                .items()
                .size();
    }

    private MortalNode node() {
        return new MortalNode(store, receivers, HASTY);
    }

    private void endpoint(String url) {
        Instant now = InstantSource.system().instant();
        WebhookEndpoint endpoint = new WebhookEndpoint(
                newId(),
                url,
                List.of(),
                Profile.CONTRACT,
                true,
                List.of(),
                Collections.nCopies(20, Duration.ofMillis(100)),
                null,
                null,
                1,
                now,
                now);
        store.submit(List.of(new Submission(List.of(), null, endpoint, null, List.of())), 1);
    }

    /** An event of the job that is named after its first event. */
    private UUID event(@org.jspecify.annotations.Nullable UUID job, int sequence) {
        UUID id = newId();
        EventDraft draft = new EventDraft(
                id,
                "job.running",
                job == null ? id : job,
                null,
                null,
                sequence,
                InstantSource.system().instant(),
                new Audience.Subscribers(Profile.CONTRACT),
                () -> new byte[] {'{', '}'});
        store.submit(List.of(new Submission(List.of(), null, null, null, List.of(draft))), 1);
        return id;
    }

    private UUID newId() {
        long millis = InstantSource.system().instant().toEpochMilli();
        return new UUID(millis << 16 | 0x7000, random.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L);
    }
}
