package dev.windlass.store.jdbc;

import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.NodePulse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The nodes and their leases, {@code windlass_node}, by the database's clock. A node that is marked dead stays dead. */
final class NodeTable {

    private static final String SEPARATOR = "\n";

    private static final String EXPIRED =
            "SELECT {now}, (EXISTS (SELECT 1 FROM windlass_node WHERE NOT dead AND lease_until < {now}) OR ";

    /**
     * Reads what runs only while there is a dead node that may still hold something: with an old snapshot open that table is long, for all
     * its dead rows.
     */
    static final String PULSE = EXPIRED
            + "(EXISTS (SELECT 1 FROM windlass_node d WHERE d.dead AND d.lease_until > 0)"
            + " AND EXISTS (SELECT 1 FROM windlass_running r JOIN windlass_node n ON n.id = r.node_id WHERE n.dead)))";

    /** Finds runs of nodes that nobody knows too, which only a hand in the tables can make. */
    private static final String WHOLE_PULSE = EXPIRED
            + "EXISTS (SELECT 1 FROM windlass_running r LEFT JOIN windlass_node n ON n.id = r.node_id"
            + " WHERE n.id IS NULL OR n.dead))";

    private static final long WHOLE_NANOS = Duration.ofMinutes(10).toNanos();

    /** A dead node whose lease ended at 0 holds nothing, and never will: whatever it had begun when it was alive has ended since. */
    private static final String NOTE_EMPTY = "UPDATE windlass_node SET lease_until = 0 WHERE id = ANY(:ids)";

    private static final String FORGET = "DELETE FROM windlass_node WHERE id = ANY(:ids)";

    private static final String EMPTY = "SELECT d.id FROM windlass_node d WHERE d.dead AND %s"
            + " AND d.id NOT IN (SELECT DISTINCT r.node_id FROM windlass_running r) ORDER BY d.id LIMIT :limit";

    private static final String TO_NOTE = EMPTY.formatted("d.lease_until > 0 AND d.lease_until < {now} - :age");
    private static final String TO_FORGET = EMPTY.formatted("d.renewed_at < {now} - :kept");

    /** Whether there is something for {@link #sweep}. */
    static final String TO_SWEEP = "EXISTS (SELECT 1 FROM windlass_node WHERE dead AND (renewed_at < {now} - :kept"
            + " OR lease_until > 0 AND lease_until < {now} - :age))";

    private static final Duration DEAD_KEPT = Duration.ofDays(1);
    private static final Duration SOME_TIME = Duration.ofMinutes(2);
    private static final int AT_ONCE = 1_000;
    private static final UUID FIRST = new UUID(0, 0);

    private final StoreClock clock;

    /** Longer than any claim takes that began before its node was declared dead: its waits and its statement. */
    private final Duration emptyAfter;

    private final LongSupplier nanoTime;
    private volatile long wholeAt;

    /** @param nanoTime as {@link System#nanoTime} */
    NodeTable(StoreClock clock, Duration statementTimeout, LongSupplier nanoTime) {
        this.clock = clock;
        this.emptyAfter = SOME_TIME.plus(statementTimeout.multipliedBy(2));
        this.nanoTime = nanoTime;
        this.wholeAt = nanoTime.getAsLong() - WHOLE_NANOS;
    }

    NodePulse join(Handle handle, NodeInfo node, Duration lease) {
        boolean known = handle.createQuery("SELECT 1 FROM windlass_node WHERE id = :id")
                .bind("id", node.id())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
        if (known) {
            return renew(handle, node, lease);
        }
        bind(
                        handle.createUpdate(
                                "INSERT INTO windlass_node (id, name, types, slots, started_at, renewed_at, lease_until)"
                                        + " VALUES (:id, :name, :types, :slots, {now}, {now}, {now} + :lease)"),
                        node,
                        lease)
                .execute();
        return pulse(handle, true);
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
        return handle.createQuery(isWholeDue() ? WHOLE_PULSE : PULSE)
                .bind("now", clock.now())
                .map(rows -> {
                    long now = rows.getLong(1);
                    clock.read(now, askedAt);
                    return new NodePulse(alive, Micros.instant(now), rows.getBoolean(2));
                })
                .one();
    }

    private boolean isWholeDue() {
        long now = nanoTime.getAsLong();
        boolean due = now - wholeAt >= WHOLE_NANOS;
        wholeAt = due ? now : wholeAt;
        return due;
    }

    /** Its runs, if it left any, are then found as those of a dead node. */
    int leave(Handle handle, UUID id) {
        return handle.createUpdate(
                        "UPDATE windlass_node SET dead = true, lease_until = {now} WHERE id = :id AND NOT dead")
                .bind("id", id)
                .bind("now", clock.now())
                .execute();
    }

    List<NodeInfo> live(Handle handle, @Nullable UUID after, int limit) {
        return handle.createQuery("SELECT id, name, types, slots FROM windlass_node"
                        + " WHERE NOT dead AND lease_until >= {now} AND id > :after ORDER BY id LIMIT :limit")
                .bind("now", clock.now())
                .bind("after", after == null ? FIRST : after)
                .bind("limit", limit)
                .map(rows -> new NodeInfo(Get.id(rows, 1), rows.getString(2), types(rows.getString(3)), rows.getInt(4)))
                .list();
    }

    private static Set<String> types(String text) {
        return text.isEmpty() ? Set.of() : Set.of(text.split(SEPARATOR, -1));
    }

    int markDead(Handle handle) {
        return handle.createUpdate(
                        "UPDATE windlass_node SET dead = true, lease_until = {now} WHERE NOT dead AND lease_until < {now}")
                .bind("now", clock.now())
                .execute();
    }

    /** Binds what {@link #TO_SWEEP} and {@link #sweep} go by. */
    <S extends SqlStatement<S>> S bindAges(S statement) {
        return statement
                .bind("now", clock.now())
                .bind("kept", Micros.of(DEAD_KEPT))
                .bind("age", Micros.of(emptyAfter));
    }

    /** Notes which dead nodes are empty, and forgets those that were for a day. */
    int sweep(Handle handle) {
        return sweep(handle, TO_NOTE, NOTE_EMPTY) + sweep(handle, TO_FORGET, FORGET);
    }

    /** By ids, since H2 would look for them anew at each row. */
    private int sweep(Handle handle, String find, String change) {
        List<UUID> ids = bindAges(handle.createQuery(find))
                .bind("limit", AT_ONCE)
                .map(rows -> Get.id(rows, 1))
                .list();
        return handle.createUpdate(change).bindArray("ids", UUID.class, ids).execute();
    }

    static boolean isAlive(Handle handle, UUID id) {
        return handle.createQuery("SELECT 1 FROM windlass_node WHERE id = :id AND NOT dead")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }
}
