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
import java.util.Optional;
import java.util.UUID;

/** Hands out due deliveries, and makes settled ones due again. */
final class Deliveries {

    private static final int REOPENED_AT_ONCE = 5_000;

    private static final String LOAD = "SELECT " + DeliveryTable.COLUMNS
            + ", v.traceparent, v.body, e.body, e.id, e.version FROM windlass_delivery d"
            + " JOIN windlass_event v ON v.id = d.event_id LEFT JOIN windlass_outbox o ON o.delivery_id = d.id"
            + " LEFT JOIN windlass_resource e ON e.id = d.endpoint_id WHERE d.id = ANY(:ids)";

    private static final int TRACEPARENT = 17;

    private static final int BODY = 18;

    private final Database database;
    private final Outbox outbox;
    private final Unreadable unreadable;

    Deliveries(Database database, Outbox outbox, Unreadable unreadable) {
        this.database = database;
        this.outbox = outbox;
        this.unreadable = unreadable;
    }

    List<DueDelivery> claim(Map<String, Integer> lanes, int perLane, int max, Duration hold, Instant now) {
        Outbox.Taken taken = database.write(handle -> outbox.take(handle, lanes, perLane, max, hold, now));
        if (taken.ids().isEmpty()) {
            return List.of();
        }
        Map<UUID, DueDelivery> loaded = new HashMap<>();
        Map<String, Optional<WebhookEndpoint>> endpoints = new HashMap<>();
        database.read(handle -> handle
                .createQuery(LOAD)
                .bindArray("ids", UUID.class, taken.ids())
                .map(rows -> read(rows, taken.hold(), endpoints))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .collect(java.util.stream.Collectors.toMap(
                        due -> due.delivery().id(), due -> due, (a, b) -> a, () -> loaded)));
        return taken.ids().stream().filter(loaded::containsKey).map(loaded::get).toList();
    }

    /**
     * Empty when its endpoint cannot be read here: it is left to a node that can, after its hold.
     *
     * @param endpoints those that were read, by their text, since most deliveries of a batch go to few
     */
    private Optional<DueDelivery> read(ResultSet rows, long hold, Map<String, Optional<WebhookEndpoint>> endpoints)
            throws SQLException {
        Delivery delivery = DeliveryTable.read(rows, 1);
        String traceparent = rows.getString(TRACEPARENT);
        byte[] body = rows.getBytes(BODY);
        String text = rows.getString(BODY + 1);
        if (text == null) {
            return Optional.of(new DueDelivery(delivery, null, traceparent, body, hold));
        }
        UUID id = Get.id(rows, BODY + 2);
        long version = rows.getLong(BODY + 3);
        return endpoints
                .computeIfAbsent(text, unread -> unreadable.read(id, version, unread, WebhookEndpoint.class))
                .map(endpoint -> new DueDelivery(delivery, endpoint, traceparent, body, hold));
    }

    int redeliver(Redelivery which, Instant now) {
        if (which instanceof Redelivery.One one) {
            return database.write(handle -> reopen(
                    handle,
                    handle.createQuery(
                                    "SELECT id FROM windlass_delivery WHERE id = :id AND status <> :pending FOR UPDATE")
                            .bind("id", one.deliveryId())
                            .bind("pending", Delivery.Status.PENDING.ordinal())
                            .map(rows -> Get.id(rows, 1))
                            .list(),
                    now));
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
        handle.createUpdate(
                        "INSERT INTO windlass_outbox (delivery_id, order_key, sequence, next_at, retry_at, hold, lane)"
                                + " SELECT id, order_key, sequence, :at, :at, 0, lane FROM windlass_delivery WHERE id = ANY(:ids)")
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
