package dev.windlass.webhook;

import dev.windlass.job.WebhookEndpoint;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryStore;
import dev.windlass.spi.DueDelivery;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes due deliveries from the store and hands them to the workers, lane by lane, never more than are about to be sent. Confined to the
 * pump's thread.
 */
final class Intake {

    private static final int BATCH = 256;
    private static final int MOST_HELD = 1_024;

    /**
     * Bodies carry a job's params, which can have a megabyte, or any size in an embedded scheduler. This is kept to as well as it can be
     * foretold: a batch whose bodies are larger than those before it goes beyond it once.
     */
    private static final long MOST_BYTES = 16L << 20;

    /** A first batch of the largest is 64 MiB then. */
    private static final long FIRST_GUESS = 256L << 10;

    private final DeliveryStore store;
    private final PumpSettings settings;
    private final Lanes lanes;
    private final Recalls recalls;
    private final Workers workers;
    private final Settler settler;
    private final Set<Lane> loaded = new LinkedHashSet<>();

    /** The average body of the last batch, or of those before it while they were much larger. */
    private long usualBytes = FIRST_GUESS;

    Intake(DeliveryStore store, PumpSettings settings, Lanes lanes, Recalls recalls, Workers workers, Settler settler) {
        this.store = store;
        this.settings = settings;
        this.lanes = lanes;
        this.recalls = recalls;
        this.workers = workers;
        this.settler = settler;
    }

    /** How many deliveries may be taken now. */
    int room() {
        long bytes = MOST_BYTES - settler.heldBytes();
        if (workers.free() == 0 || bytes < 0) {
            return 0;
        }
        int fitting = (int) Math.min(BATCH, Math.max(1, bytes / usualBytes));
        return Math.max(0, Math.min(fitting, MOST_HELD - settler.held()));
    }

    /** Takes what is due, at most {@code max}. @param aheadNanos see {@link Lane#room} @return how many */
    int take(int max, long aheadNanos, Instant now) {
        boolean crowded = workers.isCrowded();
        Map<String, Integer> rooms = lanes.rooms(now, crowded, aheadNanos);
        // Of receivers that are not known to be fast, no more than workers will soon be free for.
        int most = Math.min(max, 2 * workers.free() + lanes.fastRoom(rooms));
        List<DueDelivery> due = store.claimDeliveries(rooms, crowded ? 0 : Lane.UNPROVEN, most, settings.hold(), now);
        // The other half is for the request and for writing its outcome down.
        Instant sendBefore = now.plus(settings.hold().dividedBy(2));
        for (DueDelivery one : due) {
            settler.owes(one);
            place(new Held(one, lanes.of(one.delivery().lane()), sendBefore), now);
        }
        noteSizes(due);
        return due.size();
    }

    private void noteSizes(List<DueDelivery> due) {
        if (!due.isEmpty()) {
            long sum = due.stream().mapToLong(one -> one.body().length).sum();
            usualBytes = Math.max(1, Math.max(sum / due.size(), usualBytes / 2));
        }
    }

    private void place(Held held, Instant now) {
        if (isUndeliverable(held.due())) {
            settler.add(new Outcome.Undeliverable(held), now);
        } else {
            held.lane().add(held);
            loaded.add(held.lane());
        }
    }

    /** A ping tries an endpoint out before it is enabled. */
    private static boolean isUndeliverable(DueDelivery due) {
        Delivery delivery = due.delivery();
        WebhookEndpoint endpoint = due.endpoint();
        if (endpoint == null) {
            return delivery.endpointId() != null;
        }
        return !endpoint.enabled() && !delivery.eventType().equals(EventTypes.PING);
    }

    /** Keeps the workers busy with what is held, and hands back what must not be sent now. */
    void serve(Instant now) {
        Set<String> recalled = recalls.all();
        for (Iterator<Lane> it = loaded.iterator(); it.hasNext(); ) {
            Lane lane = it.next();
            if (lane.shutUntil(now) == null && !recalled.contains(lane.name())) {
                workers.serve(lane);
            } else {
                release(lane, now);
            }
            if (lane.held() == 0) {
                it.remove();
            }
        }
        recalls.heeded(recalled);
    }

    /** Hands back everything that is not in flight. */
    void releaseAll(Instant now) {
        loaded.forEach(lane -> release(lane, now));
    }

    private void release(Lane lane, Instant now) {
        lane.release().forEach(held -> settler.add(new Outcome.Released(held), now));
    }
}
