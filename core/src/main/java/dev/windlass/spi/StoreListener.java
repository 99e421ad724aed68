package dev.windlass.spi;

import java.util.Collection;
import java.util.UUID;

/** Told by a store that another process may have changed something. Must return at once. */
public interface StoreListener {

    /** Jobs may have become due. */
    void workAvailable();

    /** Somebody asked to cancel a running job. */
    void cancelRequested();

    /** Deliveries may have become due. */
    void deliveriesAvailable();

    /** These jobs or runs changed; an empty collection means that any may have. */
    void changed(Collection<UUID> ids);

    /**
     * The same, when the store knows that another process did it; new jobs are among them. Tells {@link #changed} unless it is overridden.
     */
    default void changedElsewhere(Collection<UUID> ids) {
        changed(ids);
    }
}
