package dev.windlass.webhook;

import dev.windlass.job.StoreException;
import dev.windlass.spi.JobStore;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** A node that only delivers, and that can die at any moment: what it has not begun to send it never sends, what it sent it forgets. */
final class MortalNode {

    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private volatile boolean dead;

    MortalNode(JobStore store, FakeReceivers receivers, PumpSettings settings) {
        WebhookPump pump = WebhookPump.on(
                task -> {
                    if (!dead) {
                        threads.execute(task);
                    }
                },
                store,
                receivers,
                InstantSource.system(),
                new Random(5),
                settings);
        threads.execute(() -> live(pump));
    }

    private void live(WebhookPump pump) {
        while (!dead) {
            try {
                if (!pump.runOnce()) {
                    LockSupport.parkNanos(2_000_000);
                }
            } catch (StoreException e) {
                if (!e.isTransient()) {
                    throw e;
                }
            }
        }
        threads.shutdown();
    }

    void kill() {
        dead = true;
    }
}
