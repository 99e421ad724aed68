package dev.windlass.store.memory;

import dev.windlass.spi.NodeInfo;
import java.time.Instant;
import java.util.UUID;

/** A node and its lease. Guarded by the store's lock. */
final class NodeEntry {

    NodeInfo info;
    Instant renewedAt;
    Instant leaseUntil;
    boolean dead;
    /** How many live runs it holds. */
    int held;
    /** Changes with each renewal, because readers see the heartbeat of a run. */
    long stamp;

    NodeEntry(NodeInfo info, Instant renewedAt, Instant leaseUntil) {
        this.info = info;
        this.renewedAt = renewedAt;
        this.leaseUntil = leaseUntil;
    }

    UUID id() {
        return info.id();
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(leaseUntil);
    }
}
