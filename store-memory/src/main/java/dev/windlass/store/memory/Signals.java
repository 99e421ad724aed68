package dev.windlass.store.memory;

import dev.windlass.spi.StoreListener;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the listener is to be told once the lock is released. Guarded by the store's lock, but for {@link Batch#tell}. */
final class Signals {

    private @Nullable StoreListener listener;
    private boolean work;
    private boolean cancel;
    private boolean deliveries;
    /** Most calls change a run and its job. */
    private List<UUID> changed = new ArrayList<>(2);

    void listen(StoreListener newListener) {
        listener = newListener;
    }

    void workAvailable() {
        work = true;
    }

    void cancelRequested() {
        cancel = true;
    }

    void deliveriesAvailable() {
        deliveries = true;
    }

    void changed(UUID id) {
        if (listener != null) {
            changed.add(id);
        }
    }

    /** What has come together since the last call; null when there is nobody or nothing to tell. */
    @Nullable
    Batch take() {
        StoreListener to = listener;
        boolean any = work || cancel || deliveries || !changed.isEmpty();
        Batch batch = to == null || !any ? null : new Batch(to, work, cancel, deliveries, changed);
        work = false;
        cancel = false;
        deliveries = false;
        if (!changed.isEmpty()) {
            changed = new ArrayList<>(2);
        }
        return batch;
    }

    /** Signals that belong to one call. */
    record Batch(StoreListener listener, boolean work, boolean cancel, boolean deliveries, List<UUID> changed) {

        void tell() {
            if (work) {
                listener.workAvailable();
            }
            if (cancel) {
                listener.cancelRequested();
            }
            if (deliveries) {
                listener.deliveriesAvailable();
            }
            if (!changed.isEmpty()) {
                listener.changed(changed);
            }
        }
    }
}
