package dev.windlass.webhook;

import dev.windlass.job.StoreException;
import dev.windlass.spi.DeliveryStore;
import dev.windlass.spi.DueDelivery;
import dev.windlass.spi.Settlement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes outcomes down in batches. What a store that is out of reach did not take is kept and written later; until then nothing more is
 * fetched, so it stays bounded. Confined to the pump's thread, which may have the batch written by another one meanwhile.
 */
final class Settler {

    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);
    private static final int BATCH = 500;

    private final DeliveryStore store;
    private final EndpointHealth health;
    private final RetryRules rules;
    private final List<Settlement> unsettled = new ArrayList<>();
    private @Nullable CompletableFuture<Void> writing;

    /** What is being written; the writer's until it is done. */
    private List<Settlement> inWriting = List.of();

    private int written;
    private @Nullable Instant nextRetry;
    private int held;
    private long bytes;

    Settler(DeliveryStore store, EndpointHealth health, RetryRules rules) {
        this.store = store;
        this.health = health;
        this.rules = rules;
    }

    /** A delivery was taken, and is this node's to settle. */
    void owes(DueDelivery due) {
        held++;
        bytes += due.body().length;
    }

    /** Deliveries that were taken and are not settled. */
    int held() {
        return held + unsettled.size() + written;
    }

    /** The bytes of their bodies. */
    long heldBytes() {
        return bytes;
    }

    void add(Outcome outcome, Instant now) {
        Settlement settlement = rules.settle(outcome, now);
        unsettled.add(settlement);
        held--;
        bytes -= outcome.held().due().body().length;
        if (outcome instanceof Outcome.Tried tried) {
            health.note(tried, settlement);
        }
        Instant next = settlement.nextAttemptAt();
        if (next != null && (nextRetry == null || next.isBefore(nextRetry))) {
            nextRetry = next;
        }
    }

    /** Writes what was added. @return how many. @throws StoreException when the store is out of reach */
    int flush() {
        begin(Runnable::run);
        return finish();
    }

    /** Has {@code writer} write what was added, until {@link #finish}. */
    void begin(Executor writer) {
        List<Settlement> batch = new ArrayList<>(unsettled);
        // First, since a writer that cannot begin must leave everything as it was.
        writing = batch.isEmpty() ? null : CompletableFuture.runAsync(() -> writeAll(batch), writer);
        written = unsettled.size();
        unsettled.clear();
        inWriting = batch;
    }

    /** Waits until it is written. @return how many. @throws StoreException when the store is out of reach */
    int finish() {
        int begun = written;
        try {
            if (writing != null) {
                writing.join();
            }
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            unsettled.addAll(0, inWriting);
            begun -= inWriting.size();
            inWriting = List.of();
            written = 0;
            writing = null;
        }
        health.write();
        return begun;
    }

    /** Takes what is written out of the list. */
    private void writeAll(List<Settlement> list) {
        while (!list.isEmpty()) {
            List<Settlement> batch = list.subList(0, Math.min(BATCH, list.size()));
            settle(List.copyOf(batch));
            batch.clear();
        }
    }

    private void settle(List<Settlement> batch) {
        try {
            report(batch, store.settle(batch));
        } catch (StoreException e) {
            if (e.isTransient()) {
                throw e;
            }
            settleOneByOne(batch, e);
        }
    }

    /** One settlement that the store refuses must not keep the others from being written. */
    private void settleOneByOne(List<Settlement> batch, StoreException cause) {
        if (batch.size() == 1) {
            LOG.error(
                    "The store refuses the outcome of delivery {}", batch.get(0).deliveryId(), cause);
            return;
        }
        batch.forEach(settlement -> settle(List.of(settlement)));
    }

    private static void report(List<Settlement> batch, List<Boolean> recorded) {
        for (int i = 0; i < batch.size(); i++) {
            if (!recorded.get(i)) {
                LOG.info(
                        "Delivery {} was no longer held when its outcome came",
                        batch.get(i).deliveryId());
            }
        }
    }

    /** The earliest retry that was decided since the last call; null when none was. */
    @Nullable
    Instant takeNextRetry() {
        Instant next = nextRetry;
        nextRetry = null;
        return next;
    }
}
