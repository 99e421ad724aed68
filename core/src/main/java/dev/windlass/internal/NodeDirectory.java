package dev.windlass.internal;

import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.NodeStore;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Which job types live nodes know; asks the store at most once a second. Thread-safe. */
final class NodeDirectory {

    private static final int PAGE = 500;
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
            forEach(store, node -> all.addAll(node.types()));
            types = all;
            readNanos = System.nanoTime();
        }
        return types.contains(type);
    }

    /** Meets every live node. */
    static void forEach(NodeStore store, Consumer<NodeInfo> visitor) {
        List<NodeInfo> page = store.liveNodes(null, PAGE);
        page.forEach(visitor);
        while (page.size() == PAGE) {
            page = store.liveNodes(page.get(PAGE - 1).id(), PAGE);
            page.forEach(visitor);
        }
    }
}
