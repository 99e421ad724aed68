package dev.windlass.store.memory;

import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.NodePulse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The nodes and their leases. */
final class NodeTable {

    private final Map<UUID, NodeEntry> nodes = new LinkedHashMap<>();
    private final Stamps stamps;

    NodeTable(Stamps stamps) {
        this.stamps = stamps;
    }

    NodePulse join(NodeInfo info, Duration lease, Instant now) {
        if (!nodes.containsKey(info.id())) {
            nodes.put(info.id(), new NodeEntry(info, now, now.plus(lease)));
        }
        return renew(info, lease, now);
    }

    NodePulse renew(NodeInfo info, Duration lease, Instant now) {
        NodeEntry node = nodes.get(info.id());
        boolean alive = node != null && !node.dead;
        if (node != null && alive) {
            node.info = info;
            node.renewedAt = now;
            node.leaseUntil = now.plus(lease);
            node.stamp = stamps.next();
        }
        return new NodePulse(alive, now, othersLost(now));
    }

    private boolean othersLost(Instant now) {
        for (NodeEntry node : nodes.values()) {
            if (node.dead ? node.held > 0 : node.isExpired(now)) {
                return true;
            }
        }
        return false;
    }

    /** A node that left some runs behind after all is dead, so that others find them. */
    void leave(UUID id) {
        NodeEntry node = nodes.get(id);
        if (node != null) {
            node.dead = true;
            dropIfGone(node);
        }
    }

    List<NodeInfo> live(Instant now, @Nullable UUID after, int limit) {
        return nodes.values().stream()
                .filter(node -> !node.dead && !node.isExpired(now))
                .map(node -> node.info)
                .filter(node -> after == null || Sorting.ids(node.id(), after) > 0)
                .sorted((a, b) -> Sorting.ids(a.id(), b.id()))
                .limit(limit)
                .toList();
    }

    void markDead(Instant now) {
        for (NodeEntry node : List.copyOf(nodes.values())) {
            if (node.isExpired(now)) {
                node.dead = true;
                dropIfGone(node);
            }
        }
    }

    /** The node, or null when it is unknown or dead. */
    @Nullable
    NodeEntry alive(UUID id) {
        NodeEntry node = nodes.get(id);
        return node == null || node.dead ? null : node;
    }

    /** The node that accepted a run; one that is not known counts as dead, so that the run is found. */
    NodeEntry acceptor(@Nullable UUID id, @Nullable String name, Instant now) {
        UUID nodeId = id == null ? new UUID(0, 0) : id;
        return nodes.computeIfAbsent(nodeId, unknown -> {
            NodeInfo info = new NodeInfo(nodeId, name == null ? "" : name, Set.of(), 0);
            NodeEntry node = new NodeEntry(info, now, now);
            node.dead = true;
            return node;
        });
    }

    void gave(NodeEntry node) {
        node.held--;
        if (node.dead) {
            dropIfGone(node);
        }
    }

    private void dropIfGone(NodeEntry node) {
        if (node.held == 0) {
            nodes.remove(node.id(), node);
        }
    }
}
