package dev.windlass.webhook;

import static org.awaitility.Awaitility.await;

import dev.windlass.spi.Delivery.Status;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a pump with a thread must not sleep over. Its poll, the backstop, comes after 30 seconds. */
@Tag("A4")
abstract class PumpWakeups extends PumpCase {

    private static final Duration SOON = Duration.ofSeconds(10);

    PumpWakeups(PumpContract contract) {
        super(contract);
    }

    /** The worker is done within the very step that started it. */
    @Test
    void whatWaitsBehindADeliveryThatEndsAtOnceFollowsAtOnce() {
        fix.endpoint(A);
        UUID job = fix.newId();
        for (int sequence = 1; sequence <= 4; sequence++) {
            fix.event(job, sequence);
        }
        WebhookPump pump = fix.newPump(Runnable::run);
        pump.start();
        await().atMost(SOON).until(() -> receivers.count(A) == 4);
        pump.stop(Duration.ZERO);
    }

    /** The outcome is written while the only worker still counts as busy, so that the look that follows finds no room. */
    @Test
    void aWorkerThatBecomesFreeLateFindsWork() {
        fix.endpoint(A);
        UUID first = fix.event(fix.newId(), 1);
        CountDownLatch written = new CountDownLatch(1);
        WebhookPump pump = pumpWithOneWorker(written);
        pump.start();
        await().atMost(SOON).until(() -> fix.delivery(first).status() == Status.DELIVERED);
        UUID second = fix.event(fix.newId(), 1);
        pump.signal();
        await().atMost(SOON).until(PumpWakeups::isAsleep);
        written.countDown();
        await().atMost(SOON).until(() -> fix.delivery(second).status() == Status.DELIVERED);
        pump.stop(Duration.ZERO);
    }

    private WebhookPump pumpWithOneWorker(CountDownLatch written) {
        // Apart from the try itself, whose time it takes first, a worker asks for the time when it looks for its next
        // delivery.
        ThreadLocal<Boolean> tried = ThreadLocal.withInitial(() -> false);
        InstantSource clock = () -> {
            if (Thread.currentThread().getName().equals("the worker")) {
                if (tried.get()) {
                    awaitUninterruptibly(written);
                }
                tried.set(true);
            }
            return fix.clock.instant();
        };
        Executor executor = task -> WorkerThreads.daemon("the worker", task).start();
        PumpSettings settings = PumpSettings.DEFAULTS.withWorkers(1);
        return WebhookPump.on(executor, fix.store, receivers, clock, new SplittableRandom(7), settings);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isAsleep() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().equals("windlass-webhooks"))
                .anyMatch(entry -> java.util.Arrays.stream(entry.getValue())
                        .anyMatch(frame -> frame.getClassName().equals(Wakeup.class.getName())));
    }
}
