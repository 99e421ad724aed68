package dev.windlass.webhook;

import static dev.windlass.webhook.FakeReceivers.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.job.StoreException;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.Delivery.Status;
import dev.windlass.spi.DeliveryStore;
import dev.windlass.spi.DueDelivery;
import dev.windlass.spi.ResourceStore;
import dev.windlass.spi.Settlement;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was sent is written down once, whenever the store takes it, while more is sent. */
@Tag("A4")
class SettlerTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final List<UUID> stored = new ArrayList<>();
    private final List<Runnable> handed = new ArrayList<>();
    private final Lane lane = new Lane("lane", PumpSettings.DEFAULTS, new Random(1));
    private final Settler settler = new Settler(
            fake(DeliveryStore.class),
            new EndpointHealth(fake(ResourceStore.class), Duration.ofDays(5), new Recalls()),
            new RetryRules(new Random(1)));
    private @Nullable StoreException refusal;
    private @Nullable UUID refused;
    private int accepted;

    /** A store that only settles: so many calls, before it refuses. */
    private <T> T fake(Class<T> role) {
        return role.cast(Proxy.newProxyInstance(role.getClassLoader(), new Class<?>[] {role}, (self, method, args) -> {
            assertThat(method.getName()).isEqualTo("settle");
            if (refusal != null && accepted-- <= 0) {
                throw refusal;
            }
            List<UUID> ids = new ArrayList<>();
            for (Object one : (List<?>) args[0]) {
                ids.add(((Settlement) one).deliveryId());
            }
            if (ids.contains(refused)) {
                throw new StoreException("bad data", new IllegalStateException(), false);
            }
            stored.addAll(ids);
            return Collections.nCopies(ids.size(), true);
        }));
    }

    @Test
    void whatComesWhileABatchIsWrittenIsWrittenWithTheNext() {
        List<UUID> first = sent(2);
        settler.begin(handed::add);
        List<UUID> second = sent(3);
        assertThat(settler.held()).as("not settled yet").isEqualTo(5);

        handed.remove(0).run();
        assertThat(settler.finish()).isEqualTo(2);
        assertThat(stored).isEqualTo(first);
        assertThat(settler.held()).isEqualTo(3);
        assertThat(settler.flush()).isEqualTo(3);
        assertThat(stored).endsWith(second.toArray(UUID[]::new)).hasSize(5);
        assertThat(settler.held()).isZero();
        assertThat(settler.heldBytes()).isZero();
    }

    @Test
    void nothingToWriteBothersNobody() {
        settler.begin(handed::add);
        assertThat(settler.finish()).isZero();
        assertThat(handed).isEmpty();
    }

    @Test
    void whatTheStoreDidNotTakeIsWrittenLaterBeforeWhatCameMeanwhile() {
        List<UUID> all = sent(2);
        refusal = new StoreException("away", new IllegalStateException(), true);
        accepted = 0;
        settler.begin(Runnable::run);
        all.addAll(sent(1));
        assertThatThrownBy(settler::finish).isSameAs(refusal);
        assertThat(settler.held()).isEqualTo(3);

        refusal = null;
        assertThat(settler.flush()).isEqualTo(3);
        assertThat(stored).isEqualTo(all);
    }

    @Test
    void aWriterThatCannotBeginLosesNothing() {
        List<UUID> all = sent(2);
        OutOfMemoryError shortage = new OutOfMemoryError("unable to create native thread");
        assertThatThrownBy(() -> settler.begin(task -> {
                    throw shortage;
                }))
                .isSameAs(shortage);
        all.addAll(sent(1));
        assertThat(settler.held()).isEqualTo(3);

        assertThat(settler.flush()).isEqualTo(3);
        assertThat(stored).isEqualTo(all);
    }

    @Test
    void whatWasWrittenBeforeTheStoreWentAwayIsNotWrittenAgain() {
        List<UUID> all = sent(1_200);
        refusal = new StoreException("away", new IllegalStateException(), true);
        accepted = 1;
        settler.begin(Runnable::run);
        assertThatThrownBy(settler::finish).isSameAs(refusal);
        assertThat(stored).hasSize(500);
        assertThat(settler.held()).isEqualTo(700);

        refusal = null;
        assertThat(settler.flush()).isEqualTo(700);
        assertThat(stored).isEqualTo(all);
    }

    @Test
    void anOutcomeThatTheStoreCannotTakeDoesNotKeepTheOthers() {
        List<UUID> all = sent(3);
        refused = all.get(0);
        settler.begin(Runnable::run);
        assertThat(settler.finish()).isEqualTo(3);
        assertThat(stored).containsExactly(all.get(1), all.get(2));
        assertThat(settler.held()).isZero();
    }

    private List<UUID> sent(int count) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            UUID id = UUID.randomUUID();
            DueDelivery due = new DueDelivery(delivery(id), null, null, new byte[10], 1);
            settler.owes(due);
            settler.add(new Outcome.Tried(new Held(due, lane, NOW), NOW, Duration.ofMillis(1), OK), NOW);
            ids.add(id);
        }
        return ids;
    }

    private static Delivery delivery(UUID id) {
        return new Delivery(
                id,
                UUID.randomUUID(),
                "job.running",
                null,
                null,
                1,
                Profile.CONTRACT,
                "lane",
                null,
                "https://a.example/hook",
                Status.PENDING,
                0,
                NOW,
                NOW,
                null);
    }
}
