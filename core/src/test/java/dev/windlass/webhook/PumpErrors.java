package dev.windlass.webhook;

import static dev.windlass.webhook.FakeReceivers.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.spi.Delivery.Status;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What no receiver did and no store: the process is short of something, or a sink is wrong. */
@Tag("A4")
abstract class PumpErrors extends PumpCase {

    private static final Duration SOON = Duration.ofSeconds(10);

    PumpErrors(PumpContract contract) {
        super(contract);
    }

    @Test
    void aSinkThatThrowsAnErrorHasFailedAndCostsNoSlot() {
        fix.endpoint(A);
        AtomicInteger errors = new AtomicInteger(4);
        receivers.at(A, request -> {
            if (errors.getAndDecrement() > 0) {
                throw new AssertionError("a defect");
            }
            return OK;
        });
        UUID event = fix.event(fix.newId(), 1);
        fix.events(3);
        fix.advance(Duration.ofSeconds(61));

        assertThat(receivers.count(A)).isEqualTo(8);
        assertThat(fix.delivery(event).status()).isEqualTo(Status.DELIVERED);
        assertThat(fix.store.attempts(fix.delivery(event).id()))
                .first()
                .satisfies(first -> assertThat(first.error()).isEqualTo("sender_error"));
    }

    @Test
    void aThreadThatCannotBeStartedDoesNotEndThePumpAndCostsNoWorker() {
        AtomicInteger errors = new AtomicInteger(3);
        deliverOn(task -> {
            if (errors.getAndDecrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            task.run();
        });
    }

    @Test
    void anExecutorThatFailsAfterItHasRunATaskHasRunIt() {
        AtomicInteger errors = new AtomicInteger(3);
        deliverOn(task -> {
            task.run();
            if (errors.getAndDecrement() > 0) {
                throw new RejectedExecutionException("too late");
            }
        });
    }

    private void deliverOn(Executor executor) {
        fix.store.close();
        fix = another(PumpSettings.DEFAULTS.withWorkers(1));
        fix.endpoint(A);
        fix.events(5);
        WebhookPump pump = fix.newPump(executor);
        pump.start();
        await().atMost(SOON).until(() -> fix.receivers.count(A) == 5);
        pump.stop(SOON);
        fix.run();
        assertThat(fix.receivers.count(A)).isEqualTo(5);
    }
}
