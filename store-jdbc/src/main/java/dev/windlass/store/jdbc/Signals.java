package dev.windlass.store.jdbc;

import dev.windlass.spi.StoreListener;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells the listener of this process, after a commit, that something changed. Hints only: polling is the truth. Thread-safe. */
class Signals implements AutoCloseable {

    private volatile @Nullable StoreListener listener;

    void listen(StoreListener newListener) {
        listener = newListener;
    }

    final @Nullable StoreListener listener() {
        return listener;
    }

    /** This process has put work into the queue, which its engine knows: only others need to be told. */
    void workAdded() {}

    void workAvailable() {
        StoreListener to = listener;
        if (to != null) {
            to.workAvailable();
        }
    }

    void cancelRequested() {
        StoreListener to = listener;
        if (to != null) {
            to.cancelRequested();
        }
    }

    void deliveriesAvailable() {
        StoreListener to = listener;
        if (to != null) {
            to.deliveriesAvailable();
        }
    }

    void changed(Collection<UUID> ids) {
        StoreListener to = listener;
        if (to != null) {
            to.changed(ids);
        }
    }

    @Override
    public void close() {}
}
