package dev.windlass.store.jdbc;

import java.util.List;
import java.util.UUID;

/** Deletes deliveries whose time is over, with their attempts, and with their events when nobody else is told of these. */
final class SettledDeliveries {

    private final Dialect dialect;

    SettledDeliveries(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Those that are still to be made, and those that were given up, stay, and are orphans from now on. */
    int forgetOf(Handle handle, String owner, List<UUID> owners) {
        // First, so that whoever settles one of them knows, or is known to have settled it.
        Pruner.delete(
                handle,
                "UPDATE windlass_outbox SET orphan = true WHERE delivery_id IN (SELECT d.id FROM windlass_delivery d"
                        + " WHERE " + owner + ")",
                owners);
        List<UUID> delivered = handle.createQuery(
                        "SELECT d.id FROM windlass_delivery d WHERE " + owner + " AND " + DeliveryTable.IS_DELIVERED)
                .bindArray("ids", UUID.class, owners)
                .map(rows -> Get.id(rows, 1))
                .list();
        int forgotten = forgetSettled(handle, delivered);
        Pruner.delete(handle, "UPDATE windlass_delivery SET owned = false WHERE " + owner, owners);
        return forgotten;
    }

    private static int forgetSettled(Handle handle, List<UUID> deliveries) {
        if (deliveries.isEmpty()) {
            return 0;
        }
        List<UUID> events = handle.createQuery("SELECT DISTINCT event_id FROM windlass_delivery WHERE id = ANY(:ids)")
                .bindArray("ids", UUID.class, deliveries)
                .map(rows -> Get.id(rows, 1))
                .list();
        Pruner.delete(handle, "DELETE FROM windlass_delivery_attempt WHERE delivery_id = ANY(:ids)", deliveries);
        Pruner.delete(handle, "DELETE FROM windlass_delivery WHERE id = ANY(:ids)", deliveries);
        // Somebody may have asked for one once more just before.
        Pruner.delete(handle, "DELETE FROM windlass_outbox WHERE delivery_id = ANY(:ids)", deliveries);
        Pruner.delete(
                handle,
                "DELETE FROM windlass_event WHERE id = ANY(:ids) AND NOT EXISTS"
                        + " (SELECT 1 FROM windlass_delivery d WHERE d.event_id = windlass_event.id)",
                events);
        return deliveries.size();
    }

    int forgetOrphans(Handle handle, long before, int limit) {
        List<UUID> orphans = handle.createQuery(
                        "SELECT id FROM windlass_delivery WHERE NOT owned AND settled_at < :before"
                                + " ORDER BY settled_at LIMIT :limit" + dialect.lockFree())
                .bind("before", before)
                .bind("limit", limit)
                .map(rows -> Get.id(rows, 1))
                .list();
        return forgetSettled(handle, orphans);
    }
}
