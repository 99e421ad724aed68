package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.Delivery.Status;
import dev.windlass.spi.DeliveryAttempt;
import dev.windlass.spi.DueDelivery;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.EventDraft.Audience;
import dev.windlass.spi.Settlement;
import dev.windlass.spi.Submission;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many rows PostgreSQL reads for a claim while a dead receiver has a long backlog. */
@Tag("A4")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class WebhookPlanTest {

    private static final int BACKLOG = 20_000;
    private static final int EVENTS_PER_JOB = 5;
    private static final String DEAD = "https://dead.example";
    private static final String HEALTHY = "https://healthy.example";

    private HostedStore host;
    private JdbcJobStore store;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void open() throws SQLException {
        host = new HostedStore();
        store = host.store;
        tell(DEAD, BACKLOG, EVENTS_PER_JOB);
        // From now on the statistics know no other receiver.
        TestPostgres.execute("ANALYZE " + host.schema + ".windlass_outbox");
        tell(HEALTHY, 200, 1);
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void aClaimReadsWhatItTakesAndNotTheBacklog() throws SQLException {
        claim(Map.of(DEAD, 1), 4);
        assertFrugal("the dead lane shut", Map.of(DEAD, 0), 4);
        assertFrugal("the dead lane on trial", Map.of(DEAD, 1), 0);
        assertFrugal("both", Map.of(DEAD, 1), 4);
        host.pretendThatAllRowsWereDead();
        claim(Map.of(DEAD, 1), 4);
        assertFrugal("statistics from when all rows were dead", Map.of(DEAD, 1), 4);
    }

    /** Each origin is one lane; each claim must not step along all of them. */
    @Test
    void thousandsOfOriginsAllHaveTheirTurnAndNoClaimReadsThemAll() throws SQLException {
        int origins = 3_000;
        tellOrigins(origins);
        Set<String> told = new HashSet<>();
        List<Long> reads = new ArrayList<>();
        while (told.size() < origins) {
            long before = host.rowsRead();
            List<DueDelivery> due = take(Map.of(DEAD, 0, HEALTHY, 0), 1);
            reads.add(host.rowsRead() - before);
            assertThat(due).as("after %d of %d", told.size(), origins).isNotEmpty();
            due.forEach(one -> told.add(one.delivery().lane()));
            fail(due);
        }
        Collections.sort(reads);
        assertThat(reads.get(reads.size() / 2))
                .as("rows that the median claim reads")
                .isLessThan(1_500);
        assertThat(reads).as("claims for %d origins", origins).hasSizeLessThan(3 * origins / 64);
    }

    private void tellOrigins(int origins) {
        List<EventDraft> batch = new ArrayList<>();
        for (int i = 0; i < origins; i++) {
            Audience to = new Audience.Url("https://r" + i + ".example/hook", Profile.CALLBACK);
            batch.add(new EventDraft(
                    UUID.randomUUID(), "t", UUID.randomUUID(), null, null, i, Instant.now(), to, () -> new byte[2]));
        }
        store.submit(List.of(new Submission(List.of(), null, null, null, batch)), Long.MAX_VALUE);
    }

    private void assertFrugal(String when, Map<String, Integer> rooms, int perLane) throws SQLException {
        for (int i = 0; i < 10; i++) {
            long before = host.rowsRead();
            List<DueDelivery> due = take(rooms, perLane);
            long read = host.rowsRead() - before;
            assertThat(due).as(when).hasSize(rooms.getOrDefault(DEAD, perLane) + perLane);
            assertThat(read).as("rows read with %s, claim %d", when, i).isLessThan(500);
            if (i % 2 == 0) {
                fail(due);
            } else {
                deliver(due);
            }
            assertThat(host.rowsRead() - before - read)
                    .as("rows read to settle %d with %s", due.size(), when)
                    .isLessThan(10 + 20L * due.size());
        }
    }

    /** What is taken fails. */
    private void claim(Map<String, Integer> rooms, int perLane) {
        fail(take(rooms, perLane));
    }

    private List<DueDelivery> take(Map<String, Integer> rooms, int perLane) {
        return store.claimDeliveries(rooms, perLane, 100, Duration.ofSeconds(60), Instant.now());
    }

    private void fail(List<DueDelivery> due) {
        Instant now = Instant.now();
        store.settle(due.stream()
                .map(one -> new Settlement(
                        one.delivery().id(), one.hold(), null, Status.PENDING, now.plusSeconds(300), now))
                .toList());
    }

    private void deliver(List<DueDelivery> due) {
        Instant now = Instant.now();
        DeliveryAttempt attempt = new DeliveryAttempt(1, now, Duration.ofMillis(1), 204, null, null);
        assertThat(store.settle(due.stream()
                        .map(one ->
                                new Settlement(one.delivery().id(), one.hold(), attempt, Status.DELIVERED, null, now))
                        .toList()))
                .containsOnly(true);
    }

    private void tell(String url, int events, int perJob) {
        List<EventDraft> batch = new ArrayList<>();
        UUID job = UUID.randomUUID();
        for (int i = 0; i < events; i++) {
            job = i % perJob == 0 ? UUID.randomUUID() : job;
            Audience to = new Audience.Url(url + "/hook", Profile.CALLBACK);
            batch.add(new EventDraft(UUID.randomUUID(), "t", job, null, null, i, Instant.now(), to, () -> new byte[2]));
            if (batch.size() == 1_000 || i == events - 1) {
                store.submit(List.of(new Submission(List.of(), null, null, null, batch)), Long.MAX_VALUE);
                batch.clear();
            }
        }
    }
}
