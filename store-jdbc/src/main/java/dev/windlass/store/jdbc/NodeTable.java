package dev.windlass.store.jdbc;

import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.NodePulse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The nodes and their leases, {@code windlass_node}, by the database's clock. A node that is marked dead stays dead. */
final class NodeTable {

    private static final String SEPARATOR = "\n";

    static final String PULSE =
            "SELECT {now}, (EXISTS (SELECT 1 FROM windlass_node WHERE NOT dead AND lease_until < {now})"
                    + " OR EXISTS (SELECT 1 FROM windlass_running r LEFT JOIN windlass_node n ON n.id = r.node_id"
                    + " WHERE n.id IS NULL OR n.dead))";

    private final StoreClock clock;

    NodeTable(StoreClock clock) {
        this.clock = clock;
    }

    NodePulse join(Handle handle, NodeInfo node, Duration lease) {
        boolean known = handle.createQuery("SELECT 1 FROM windlass_node WHERE id = :id")
                .bind("id", node.id())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
        if (!known) {
            bind(
                            handle.createUpdate(
                                    "INSERT INTO windlass_node (id, name, types, slots, started_at, renewed_at,"
                                            + " lease_until) VALUES (:id, :name, :types, :slots, {now}, {now}, {now} + :lease)"),
                            node,
                            lease)
                    .execute();
        }
        return renew(handle, node, lease);
    }

    /** A database that nobody shares was closed by all its former nodes before it could be opened. */
    static int declareAllDead(Handle handle) {
        return handle.execute("UPDATE windlass_node SET dead = true WHERE NOT dead");
    }

    NodePulse renew(Handle handle, NodeInfo node, Duration lease) {
        boolean alive = bind(
                                handle.createUpdate(
                                        "UPDATE windlass_node SET name = :name, types = :types, slots = :slots,"
                                                + " renewed_at = {now}, lease_until = {now} + :lease WHERE id = :id AND NOT dead"),
                                node,
                                lease)
                        .execute()
                > 0;
        return pulse(handle, alive);
    }

    private <S extends SqlStatement<S>> S bind(S statement, NodeInfo node, Duration lease) {
        return statement
                .bind("id", node.id())
                .bind("name", Text.clean(node.name()))
                .bind("types", String.join(SEPARATOR, node.types()))
                .bind("slots", node.slots())
                .bind("lease", Micros.of(lease))
                .bind("now", clock.now());
    }

    private NodePulse pulse(Handle handle, boolean alive) {
        long askedAt = System.nanoTime();
        return handle.createQuery(PULSE)
                .bind("now", clock.now())
                .map((rows, context) -> {
                    long now = rows.getLong(1);
                    clock.read(now, askedAt);
                    return new NodePulse(alive, Micros.instant(now), rows.getBoolean(2));
                })
                .one();
    }

    /** Its runs, if it left any, are then found as those of a dead node. */
    int leave(Handle handle, UUID id) {
        return handle.createUpdate("UPDATE windlass_node SET dead = true WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    List<NodeInfo> live(Handle handle) {
        return handle.createQuery("SELECT id, name, types, slots FROM windlass_node"
                        + " WHERE NOT dead AND lease_until >= {now} ORDER BY id")
                .bind("now", clock.now())
                .map((rows, context) ->
                        new NodeInfo(Get.id(rows, 1), rows.getString(2), types(rows.getString(3)), rows.getInt(4)))
                .list();
    }

    private static Set<String> types(String text) {
        return text.isEmpty() ? Set.of() : Set.of(text.split(SEPARATOR, -1));
    }

    int markDead(Handle handle) {
        return handle.createUpdate("UPDATE windlass_node SET dead = true WHERE NOT dead AND lease_until < {now}")
                .bind("now", clock.now())
                .execute();
    }

    static boolean isAlive(Handle handle, UUID id) {
        return handle.createQuery("SELECT 1 FROM windlass_node WHERE id = :id AND NOT dead")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }
}
