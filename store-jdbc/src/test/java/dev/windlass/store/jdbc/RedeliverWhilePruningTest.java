package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryAttempt;
import dev.windlass.spi.DueDelivery;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.EventDraft.Audience;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.Redelivery;
import dev.windlass.spi.Settlement;
import dev.windlass.spi.Submission;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A delivery that is made due again while it is pruned is there afterwards, whole, or it is gone, whole. After each statement of the
 * pruner in turn somebody else asks for it, and the pruner goes on once that is done or waits for the pruner.
 */
@Tag("A4")
@Tag("A8")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RedeliverWhilePruningTest {

    private static final Duration LONG_AFTER = Sample.KEPT.plusDays(1);

    /** What becomes of a delivery, and so which of the pruner's statements meet it. */
    private enum Fate {
        DELIVERED,
        GIVEN_UP
    }

    private int statements;

    @ParameterizedTest
    @EnumSource
    void onPostgres(Fate fate) throws Exception {
        try (JdbcJobStore store = TestPostgres.builder(TestPostgres.newSchema()).open()) {
            interruptEverywhere(store, fate, thread -> isAnybodyLockedOut());
        }
    }

    @ParameterizedTest
    @EnumSource
    void onH2(Fate fate) throws Exception {
        String url = "jdbc:h2:mem:redeliver-while-pruning-" + fate;
        try (JdbcJobStore store = JdbcJobStore.builder().url(url).poolSize(4).open()) {
            interruptEverywhere(store, fate, thread -> thread.getState() != Thread.State.RUNNABLE);
        }
    }

    private void interruptEverywhere(JdbcJobStore store, Fate fate, Predicate<Thread> waits) throws Exception {
        NodeInfo node = Sample.node(store);
        int at = 0;
        do {
            UUID delivery = settled(store, node, fate);
            CompletableFuture<Integer> redelivery = interrupt(store, delivery, at, waits);
            check(store, delivery, redelivery);
            at++;
        } while (at < statements);
        assertThat(statements).as("statements of the pruner").isGreaterThan(5);
    }

    /** Prunes, and redelivers after the statement of this number. */
    private CompletableFuture<Integer> interrupt(JdbcJobStore store, UUID delivery, int at, Predicate<Thread> waits) {
        Thread pruner = Thread.currentThread();
        CompletableFuture<Integer> redelivery = new CompletableFuture<>();
        statements = 0;
        store.parts.database().watch(sql -> {
            if (Thread.currentThread() == pruner && statements++ == at) {
                Thread other = redeliver(store, delivery, redelivery);
                await().until(() -> redelivery.isDone() || waits.test(other));
            }
        });
        store.prune(Instant.now().plus(LONG_AFTER), 100);
        store.parts.database().watch(sql -> {});
        return redelivery;
    }

    private static Thread redeliver(JdbcJobStore store, UUID delivery, CompletableFuture<Integer> result) {
        Thread thread = new Thread(() -> {
            try {
                result.complete(store.redeliver(new Redelivery.One(delivery), Instant.now()));
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void check(JdbcJobStore store, UUID delivery, CompletableFuture<Integer> redelivery)
            throws ExecutionException, InterruptedException, TimeoutException {
        int redelivered = redelivery.get(30, TimeUnit.SECONDS);
        List<DueDelivery> due = take(store);
        if (store.findDelivery(delivery).isEmpty()) {
            assertThat(due).as("to be sent though it is gone").isEmpty();
            assertThat(store.upcoming().delivery())
                    .as("waiting though it is gone")
                    .isNull();
            assertThat(store.attempts(delivery)).isEmpty();
            return;
        }
        assertThat(redelivered).isEqualTo(1);
        assertThat(due).extracting(one -> one.delivery().id()).containsExactly(delivery);
        assertThat(due.get(0).body()).isEqualTo(new byte[] {'{', '}'});
        settle(store, due.get(0), Delivery.Status.DELIVERED);
        assertThat(store.findDelivery(delivery))
                .hasValueSatisfying(found -> assertThat(found.status()).isEqualTo(Delivery.Status.DELIVERED));
        store.prune(Instant.now().plus(LONG_AFTER), 100);
        assertThat(store.findDelivery(delivery)).isEmpty();
    }

    /** The delivery of a job that has ended. */
    private static UUID settled(JdbcJobStore store, NodeInfo node, Fate fate) {
        Sample.fill(store, 1);
        List<ClaimedRun> claims = Sample.claim(store, node, 1);
        assertThat(store.apply(Sample.completed(node, claims))).doesNotContain(false);
        EventDraft event = new EventDraft(
                Sample.id(),
                "job.run.completed",
                claims.get(0).job().id(),
                null,
                null,
                1,
                Instant.now(),
                new Audience.Url("https://receiver.example/", Profile.CALLBACK),
                () -> new byte[] {'{', '}'});
        store.submit(List.of(new Submission(List.of(), null, null, null, List.of(event))), 1_000);
        List<DueDelivery> due = take(store);
        assertThat(due).hasSize(1);
        settle(store, due.get(0), fate == Fate.DELIVERED ? Delivery.Status.DELIVERED : Delivery.Status.GIVEN_UP);
        return due.get(0).delivery().id();
    }

    private static List<DueDelivery> take(JdbcJobStore store) {
        return store.claimDeliveries(
                Map.of(), 4, 10, Duration.ofMinutes(1), Instant.now().plusSeconds(1));
    }

    private static void settle(JdbcJobStore store, DueDelivery due, Delivery.Status status) {
        DeliveryAttempt attempt = new DeliveryAttempt(1, Instant.now(), Duration.ofMillis(5), 200, null, null);
        assertThat(store.settle(
                        List.of(new Settlement(due.delivery().id(), due.hold(), attempt, status, null, Instant.now()))))
                .containsExactly(true);
    }

    private static boolean isAnybodyLockedOut() {
        try (Connection connection = TestPostgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")) {
            return rows.next() && rows.getInt(1) > 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
