package dev.windlass.store.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the outbox, and locks what it reads where others may read at the same time. */
final class OutboxReads {

    private static final String DUE = """
            SELECT o.delivery_id, o.next_at, (
                SELECT b.delivery_id FROM windlass_outbox b WHERE b.lane = o.lane AND b.order_key = o.order_key
                    AND (b.sequence, b.delivery_id) < (o.sequence, o.delivery_id)
                ORDER BY b.sequence, b.delivery_id LIMIT 1) AS blocker
            FROM windlass_outbox o
            WHERE o.lane = %1$s.lane AND o.next_at <= :at AND o.held_until <= :at
                AND (o.next_at, o.delivery_id) > (%1$s.after_time, %1$s.after_id)
            ORDER BY o.next_at, o.delivery_id LIMIT %1$s.most""";

    /** Of many lanes in one statement. */
    private static final String DUE_OF_LANES =
            " CROSS JOIN LATERAL (" + DUE.formatted("i") + " FOR UPDATE OF o SKIP LOCKED) d";

    private static final String DUE_OF_LANE =
            DUE.replace("%1$s.", ":").replace("(:after_time, :after_id)", "(CAST(:after_time AS bigint), :after_id)");

    /** How many of the first in time are looked through for one that nobody holds. */
    private static final int HELD_AT_ONCE = 2_000;

    /** One that is due. @param blocker the first of those that must go before it; null when it may go */
    record Due(UUID id, long nextAt, @Nullable UUID blocker) {}

    /** Where to look, and how far. */
    record Look(String lane, long afterTime, UUID afterId, int limit) {

        static Look from(long time) {
            return new Look("", time, new UUID(0, 0), 0);
        }

        static Look behind(Due last) {
            return new Look("", last.nextAt, last.id, 0);
        }

        Look at(String where, int most) {
            return new Look(where, afterTime, afterId, most);
        }
    }

    private final Dialect dialect;

    OutboxReads(Dialect dialect) {
        this.dialect = dialect;
    }

    /** @return what is due and neither held nor just being looked at by others, for each look */
    List<List<Due>> due(Handle handle, List<Look> looks, long now) {
        return dialect.isShared()
                ? together(handle, looks, now)
                : looks.stream().map(look -> due(handle, look, now)).toList();
    }

    private static List<List<Due>> together(Handle handle, List<Look> looks, long now) {
        Rows rows = new Rows("nr integer", "lane varchar", "after_time bigint", "after_id uuid", "most integer");
        List<List<Due>> found = new ArrayList<>();
        for (Look look : looks) {
            rows.add(found.size(), look.lane, look.afterTime, look.afterId, look.limit);
            found.add(new ArrayList<>());
        }
        rows.bind(handle.createQuery(
                        "SELECT i.nr, d.delivery_id, d.next_at, d.blocker FROM " + rows.source() + DUE_OF_LANES))
                .bind("at", now)
                .map(read ->
                        found.get(read.getInt(1)).add(new Due(Get.id(read, 2), read.getLong(3), Get.idOrNull(read, 4))))
                .list();
        return found;
    }

    private static List<Due> due(Handle handle, Look look, long now) {
        return handle.createQuery(DUE_OF_LANE)
                .bind("lane", look.lane)
                .bind("at", now)
                .bind("after_time", look.afterTime)
                .bind("after_id", look.afterId)
                .bind("most", look.limit)
                .map(rows -> new Due(Get.id(rows, 1), rows.getLong(2), Get.idOrNull(rows, 3)))
                .list();
    }

    /**
     * Locks those that others wait for. One that somebody settles just now is passed over, or its followers would be put off behind its
     * end.
     *
     * @return until when nothing happens to each
     */
    Map<UUID, Long> lock(Handle handle, Collection<UUID> ids) {
        Map<UUID, Long> until = new HashMap<>();
        handle.createQuery("SELECT delivery_id, next_at, held_until FROM windlass_outbox WHERE delivery_id = ANY(:ids)"
                        + (dialect.isShared() ? " FOR UPDATE SKIP LOCKED" : ""))
                .bindArray("ids", UUID.class, List.copyOf(ids))
                .map(rows -> until.put(Get.id(rows, 1), Math.max(rows.getLong(2), rows.getLong(3))))
                .list();
        return until;
    }

    /**
     * When to look at the outbox again, as an expression of one row. The first in time may all be held; then it is the first end of a hold
     * among them.
     */
    static String next(Dialect dialect) {
        String first =
                "(SELECT next_at, held_until FROM windlass_outbox ORDER BY " + dialect.nextDelivery() + " LIMIT ";
        return "(SELECT CASE WHEN f.held_until <= f.next_at THEN f.next_at ELSE (SELECT min(greatest(h.next_at,"
                + " h.held_until)) FROM " + first + HELD_AT_ONCE + ") h) END FROM " + first + "1) f)";
    }
}
