package dev.windlass.internal;

import dev.windlass.spi.NodeInfo;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Who this process is to the store; takes a new identity when the old one was declared dead. Thread-safe. */
final class Node {

    private final Supplier<UUID> ids;
    private volatile NodeInfo info;

    Node(String name, Set<String> types, int slots, Supplier<UUID> ids) {
        this.ids = ids;
        this.info = new NodeInfo(ids.get(), name, types, slots);
    }

    NodeInfo info() {
        return info;
    }

    UUID id() {
        return info.id();
    }

    String name() {
        return info.name();
    }

    void rebirth() {
        NodeInfo old = info;
        info = new NodeInfo(ids.get(), old.name(), old.types(), old.slots());
    }
}
