package dev.windlass.internal;

import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.NodeStore;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Which job types live nodes know; asks the store at most once a second. Thread-safe. */
final class NodeDirectory {

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final NodeStore store;
    private Set<String> types = Set.of();
    private long readNanos = System.nanoTime() - FRESH_NANOS;

    NodeDirectory(NodeStore store) {
        this.store = store;
    }

    synchronized boolean knows(String type) {
        if (System.nanoTime() - readNanos >= FRESH_NANOS) {
            Set<String> all = new HashSet<>();
            for (NodeInfo node : store.liveNodes()) {
                all.addAll(node.types());
            }
            types = all;
            readNanos = System.nanoTime();
        }
        return types.contains(type);
    }
}
