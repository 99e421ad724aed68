package dev.windlass.webhook;

import static dev.windlass.webhook.FakeReceivers.OK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.Delivery.Status;
import dev.windlass.spi.DeliveryStore;
import dev.windlass.spi.DueDelivery;
import dev.windlass.spi.ResourceStore;
import dev.windlass.testing.SettableClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How much is taken from the store at a time, whatever waits there. */
@Tag("A4")
class IntakeTest {

    private static final Instant NOW = PumpFixture.T0;
    private static final long MEBIBYTE = 1 << 20;

    private final Recalls recalls = new Recalls();
    private final PumpSettings settings = PumpSettings.DEFAULTS;
    private final Lanes lanes = new Lanes(settings, new Random(1));
    private final Settler settler = new Settler(
            fake(DeliveryStore.class),
            new EndpointHealth(fake(ResourceStore.class), Duration.ofDays(5), recalls),
            new RetryRules(new Random(1)));
    private final Workers workers = new Workers(
            new WebhookSender(new FakeReceivers(), settings),
            new SettableClock(NOW),
            settings,
            recalls,
            task -> {},
            () -> {});
    private final Intake intake = new Intake(fake(DeliveryStore.class), settings, lanes, recalls, workers, settler);
    private final List<DueDelivery> taken = new ArrayList<>();
    private byte[] body = new byte[(int) MEBIBYTE];

    /** A store with any number of deliveries to one lane, all with the same body. */
    private <T> T fake(Class<T> role) {
        return role.cast(Proxy.newProxyInstance(role.getClassLoader(), new Class<?>[] {role}, (self, method, args) -> {
            if (method.getName().equals("settle")) {
                return Collections.nCopies(((List<?>) args[0]).size(), true);
            }
            assertThat(method.getName()).isEqualTo("claimDeliveries");
            List<DueDelivery> due = new ArrayList<>();
            for (int i = 0; i < (int) args[2]; i++) {
                due.add(new DueDelivery(delivery(), null, null, body, 1));
            }
            taken.addAll(due);
            return due;
        }));
    }

    @Test
    void whatIsHeldOfLargeBodiesHasABound() {
        takeAll();
        assertThat(settler.heldBytes()).as("when nothing is known of them").isBetween(16 * MEBIBYTE, 100 * MEBIBYTE);
        for (int i = 0; i < 5; i++) {
            settleAll();
            takeAll();
            assertThat(settler.heldBytes()).isBetween(16 * MEBIBYTE, 32 * MEBIBYTE);
        }
    }

    @Test
    void smallBodiesAreTakenByTheBatchAlsoAfterLargeOnes() {
        takeAll();
        settleAll();
        body = new byte[2_000];
        for (int i = 0; i < 6; i++) {
            takeAll();
            settleAll();
        }
        assertThat(intake.room()).isEqualTo(256);
    }

    @Test
    void oneThatIsLargerThanTheBoundIsTakenAlone() {
        body = new byte[(int) (20 * MEBIBYTE)];
        intake.take(1, 0, NOW);
        assertThat(intake.room()).isZero();
        settleAll();
        assertThat(intake.room()).isEqualTo(1);
    }

    private void takeAll() {
        for (int room = intake.room(); room > 0 && settler.held() < 1_000; room = intake.room()) {
            intake.take(room, 0, NOW);
        }
    }

    private void settleAll() {
        Lane lane = lanes.of("lane");
        lane.release();
        for (DueDelivery due : taken) {
            settler.add(new Outcome.Tried(new Held(due, lane, NOW), NOW, Duration.ofMillis(1), OK), NOW);
        }
        taken.clear();
        settler.flush();
        assertThat(settler.heldBytes()).isZero();
    }

    private static Delivery delivery() {
        return new Delivery(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "job.running",
                null,
                null,
                1,
                Profile.CALLBACK,
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
