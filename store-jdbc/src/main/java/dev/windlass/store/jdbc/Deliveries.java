package dev.windlass.store.jdbc;

import dev.windlass.job.WebhookEndpoint;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DueDelivery;
import dev.windlass.spi.Redelivery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Hands out due deliveries, and makes settled ones due again. */
final class Deliveries {

    private static final int REOPENED_AT_ONCE = 5_000;

    private static final String HOLD =
            "UPDATE windlass_outbox SET held_until = :until, hold = :hold WHERE delivery_id = ANY(:ids)";

    private static final String LOAD = "SELECT " + DeliveryTable.COLUMNS
            + ", v.traceparent, v.body, o.hold, e.id, e.version FROM %s JOIN windlass_delivery d"
            + " ON %s JOIN windlass_event v ON %s LEFT JOIN windlass_resource e ON e.id = d.endpoint_id";

    /** Both in one statement: one token for all of them. */
    private static final String HOLD_AND_LOAD =
            "WITH o AS (" + HOLD.replace(":hold", "(SELECT nextval('windlass_fence'))")
                    + " RETURNING delivery_id, retry_at, hold) "
                    + LOAD.formatted("o", Planner.each("d.id", "o.delivery_id"), Planner.each("v.id", "d.event_id"));

    private static final String LOAD_HELD =
            LOAD.formatted("windlass_outbox o", "d.id = o.delivery_id", "v.id = d.event_id")
                    + " WHERE o.delivery_id = ANY(:ids)";

    private static final int TRACEPARENT = 17;

    private static final int BODY = 18;

    private final Database database;
    private final Outbox outbox;
    private final ToldEndpoints endpoints;

    Deliveries(Database database, Outbox outbox, Unreadable unreadable) {
        this.database = database;
        this.outbox = outbox;
        this.endpoints = new ToldEndpoints(unreadable);
    }

    List<DueDelivery> claim(Map<String, Integer> lanes, int perLane, int max, Duration hold, Instant now) {
        return database.write(handle -> {
            List<UUID> ids = outbox.pick(handle, lanes, perLane, max, hold, now);
            return ids.isEmpty() ? List.of() : hold(handle, ids, Micros.of(now.plus(hold)));
        });
    }

    private List<DueDelivery> hold(Handle handle, List<UUID> ids, long until) {
        boolean together = database.dialect().isShared();
        if (!together) {
            handle.createUpdate(HOLD)
                    .bind("until", until)
                    .bind(
                            "hold",
                            handle.createQuery("SELECT nextval('windlass_fence')")
                                    .mapTo(Long.class)
                                    .one())
                    .bindArray("ids", UUID.class, ids)
                    .execute();
        }
        Map<UUID, Loaded> loaded = new HashMap<>();
        Map<UUID, Long> versions = new HashMap<>();
        handle.createQuery(together ? HOLD_AND_LOAD : LOAD_HELD)
                .bind("until", until)
                .bindArray("ids", UUID.class, ids)
                .map(rows -> read(rows, versions))
                .list()
                .forEach(one -> loaded.put(one.delivery.id(), one));
        Map<UUID, WebhookEndpoint> told = endpoints.in(handle, versions);
        return ids.stream()
                .map(loaded::get)
                .filter(one -> one != null && one.isTellable(told))
                .map(one -> one.due(told))
                .toList();
    }

    /** @param endpointId null when it goes to a job's own URL, or its endpoint was deleted */
    private record Loaded(
            Delivery delivery,
            @Nullable String traceparent,
            byte[] body,
            long hold,
            @Nullable UUID endpointId) {

        /** Not when its endpoint cannot be read here: it is left to a node that can, after its hold. */
        private boolean isTellable(Map<UUID, WebhookEndpoint> endpoints) {
            return endpointId == null || endpoints.containsKey(endpointId);
        }

        private DueDelivery due(Map<UUID, WebhookEndpoint> endpoints) {
            return new DueDelivery(
                    delivery, endpointId == null ? null : endpoints.get(endpointId), traceparent, body, hold);
        }
    }

    private static Loaded read(ResultSet rows, Map<UUID, Long> versions) throws SQLException {
        UUID endpointId = Get.idOrNull(rows, BODY + 2);
        if (endpointId != null) {
            versions.put(endpointId, rows.getLong(BODY + 3));
        }
        return new Loaded(
                DeliveryTable.read(rows, 1),
                rows.getString(TRACEPARENT),
                rows.getBytes(BODY),
                rows.getLong(BODY + 1),
                endpointId);
    }

    int redeliver(Redelivery which, Instant now) {
        if (which instanceof Redelivery.One one) {
            return database.write(handle -> reopen(handle, settled(handle, one.deliveryId()), now));
        }
        Redelivery.Range range = (Redelivery.Range) which;
        int count = 0;
        int some;
        do {
            some = database.write(handle -> reopen(handle, givenUp(handle, range), now));
            count += some;
        } while (some == REOPENED_AT_ONCE);
        return count;
    }

    /** Looked for once it is locked, so that it is not made due twice. */
    private static List<UUID> settled(Handle handle, UUID deliveryId) {
        List<UUID> locked = handle.createQuery("SELECT id FROM windlass_delivery WHERE id = :id FOR UPDATE")
                .bind("id", deliveryId)
                .map(rows -> Get.id(rows, 1))
                .list();
        boolean pending = handle.createQuery("SELECT count(*) FROM windlass_outbox WHERE delivery_id = :id")
                        .bind("id", deliveryId)
                        .mapTo(Integer.class)
                        .one()
                > 0;
        return pending ? List.of() : locked;
    }

    private static List<UUID> givenUp(Handle handle, Redelivery.Range range) {
        return handle.createQuery("SELECT id FROM windlass_delivery WHERE endpoint_id = :endpoint AND status = :status"
                        + " AND event_at >= :since AND event_at < :until ORDER BY id LIMIT :limit FOR UPDATE")
                .bind("endpoint", range.endpointId())
                .bind("status", Delivery.Status.GIVEN_UP.ordinal())
                .bind("since", Micros.of(range.since()))
                .bind("until", Micros.of(range.until()))
                .bind("limit", REOPENED_AT_ONCE)
                .map(rows -> Get.id(rows, 1))
                .list();
    }

    private static int reopen(Handle handle, List<UUID> ids, Instant now) {
        if (ids.isEmpty()) {
            return 0;
        }
        // As if nobody owned it: its job may be forgotten while this is not yet seen.
        handle.createUpdate(
                        "INSERT INTO windlass_outbox (delivery_id, order_key, sequence, next_at, retry_at, hold, lane, orphan,"
                                + " tries) SELECT d.id, d.order_key, d.sequence, :at, :at, 0, d.lane, true, (SELECT count(*)"
                                + " FROM windlass_delivery_attempt a WHERE a.delivery_id = d.id)"
                                + " FROM windlass_delivery d WHERE d.id = ANY(:ids)")
                .bind("at", Micros.of(now))
                .bindArray("ids", UUID.class, ids)
                .execute();
        return handle.createUpdate("UPDATE windlass_delivery SET status = :pending, attempts = 0, settled_at = NULL"
                        + " WHERE id = ANY(:ids)")
                .bind("pending", Delivery.Status.PENDING.ordinal())
                .bindArray("ids", UUID.class, ids)
                .execute();
    }
}
