package dev.windlass.store.jdbc;

import dev.windlass.spi.Delivery.Status;
import dev.windlass.spi.DeliveryAttempt;
import dev.windlass.spi.Settlement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Settles what was delivered and is still held, which is most of all there is to settle, in one statement: the try is recorded and the
 * delivery leaves the outbox. For PostgreSQL, which can have both in one.
 */
final class DeliveredAtOnce {

    private static final Rows.Layout LAYOUT = Rows.Layout.of(
            "id uuid",
            "held bigint",
            "number integer",
            "started_at bigint",
            "duration bigint",
            "status_code integer",
            "response varchar",
            "at bigint");

    private static final String SQL = """
            WITH gone AS (
                DELETE FROM windlass_outbox o USING %s WHERE %s AND o.hold = i.held
                RETURNING o.delivery_id, o.lane, o.order_key, o.tries, o.followed, o.orphan, i.*),
            told AS (
                INSERT INTO windlass_delivery_attempt
                    (delivery_id, nth, number, started_at, duration, status_code, response, settled_at)
                SELECT id, tries + 1, number, started_at, duration, status_code, response, at FROM gone)
            SELECT id, orphan, at, CASE WHEN followed THEN lane END, CASE WHEN followed THEN order_key END FROM gone""".formatted(new Rows(LAYOUT).source(), Planner.each("o.delivery_id", "i.id"));

    private DeliveredAtOnce() {}

    /** @return which were settled; the others are left as they were */
    static Set<UUID> settle(Handle handle, List<Settlement> settlements, Followers followers) {
        Rows rows = new Rows(LAYOUT);
        Set<UUID> met = new HashSet<>();
        for (Settlement one : settlements) {
            DeliveryAttempt attempt = one.attempt();
            boolean delivered = one.status() == Status.DELIVERED && one.hold() > 0;
            if (delivered && attempt != null && attempt.error() == null && met.add(one.deliveryId())) {
                rows.add(
                        one.deliveryId(),
                        one.hold(),
                        attempt.number(),
                        Micros.of(attempt.startedAt()),
                        Micros.of(attempt.duration()),
                        attempt.statusCode(),
                        Text.cleanOrNull(attempt.response()),
                        Micros.of(one.at()));
            }
        }
        return rows.isEmpty() ? Set.of() : settle(handle, rows, followers);
    }

    private static Set<UUID> settle(Handle handle, Rows rows, Followers followers) {
        Map<Long, List<UUID>> orphans = new HashMap<>();
        Set<UUID> settled = rows.bind(handle.createQuery(SQL))
                .map(gone -> {
                    UUID id = Get.id(gone, 1);
                    if (gone.getBoolean(2)) {
                        orphans.computeIfAbsent(gone.getLong(3), at -> new ArrayList<>())
                                .add(id);
                    }
                    String lane = gone.getString(4);
                    if (lane != null) {
                        followers.of(lane, Get.id(gone, 5));
                    }
                    return id;
                })
                .set();
        orphans.forEach((at, ids) -> Settlements.update(handle, 1, Status.DELIVERED, at, ids));
        followers.wake(handle);
        return settled;
    }
}
