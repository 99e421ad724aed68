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
import org.jspecify.annotations.Nullable;

/** Records tries and settles deliveries, a batch in a handful of statements. */
final class Settlements {

    /** The state of a delivery that is still to be made. A hold that was settled is negative. */
    private record Pending(long hold, String lane, UUID orderKey) {}

    /** What many deliveries of a batch have in common. */
    private record Change(
            int tried, Status status, @Nullable Long settledAt) {}

    List<Boolean> settle(Handle handle, List<Settlement> settlements) {
        Map<UUID, Pending> pending = lock(handle, settlements);
        Set<UUID> met = new HashSet<>();
        List<Boolean> results = new ArrayList<>(settlements.size());
        List<Settlement> accepted = new ArrayList<>();
        for (Settlement settlement : settlements) {
            Pending held = pending.get(settlement.deliveryId());
            boolean live = held != null && held.hold == settlement.hold() && settlement.hold() > 0;
            if (live && met.add(settlement.deliveryId())) {
                accepted.add(settlement);
                results.add(true);
            } else {
                results.add(wasSettled(handle, settlement, held));
            }
        }
        write(handle, accepted, pending);
        return results;
    }

    private static Map<UUID, Pending> lock(Handle handle, List<Settlement> settlements) {
        Map<UUID, Pending> pending = new HashMap<>();
        handle.createQuery("SELECT delivery_id, hold, lane, order_key FROM windlass_outbox"
                        + " WHERE delivery_id = ANY(:ids) ORDER BY delivery_id FOR UPDATE")
                .bindArray(
                        "ids",
                        UUID.class,
                        settlements.stream().map(Settlement::deliveryId).toList())
                .map(rows ->
                        pending.put(Get.id(rows, 1), new Pending(rows.getLong(2), rows.getString(3), Get.id(rows, 4))))
                .list();
        return pending;
    }

    /** By a call whose reply was lost. */
    private static boolean wasSettled(Handle handle, Settlement settlement, @Nullable Pending pending) {
        if (pending != null) {
            return settlement.status() == Status.PENDING && pending.hold == -settlement.hold();
        }
        return handle.createQuery("SELECT count(*) FROM windlass_delivery"
                                + " WHERE id = :id AND status = :status AND settled_at = :at")
                        .bind("id", settlement.deliveryId())
                        .bind("status", settlement.status().ordinal())
                        .bind("at", Micros.of(settlement.at()))
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private static void write(Handle handle, List<Settlement> accepted, Map<UUID, Pending> pending) {
        if (accepted.isEmpty()) {
            return;
        }
        insertAttempts(handle, accepted);
        updateDeliveries(handle, accepted);
        List<Settlement> again = new ArrayList<>();
        List<Settlement> over = new ArrayList<>();
        accepted.forEach(one -> (one.status() == Status.PENDING ? again : over).add(one));
        putBack(handle, again);
        remove(handle, over, pending);
    }

    private static void insertAttempts(Handle handle, List<Settlement> accepted) {
        Map<UUID, Integer> last = new HashMap<>();
        handle.createQuery("SELECT delivery_id, max(nth) FROM windlass_delivery_attempt"
                        + " WHERE delivery_id = ANY(:ids) GROUP BY delivery_id")
                .bindArray(
                        "ids",
                        UUID.class,
                        accepted.stream().map(Settlement::deliveryId).toList())
                .map(rows -> last.put(Get.id(rows, 1), rows.getInt(2)))
                .list();
        Rows rows = new Rows(
                "delivery_id uuid",
                "nth integer",
                "number integer",
                "started_at bigint",
                "duration bigint",
                "status_code integer",
                "error varchar",
                "response varchar");
        for (Settlement settlement : accepted) {
            DeliveryAttempt attempt = settlement.attempt();
            if (attempt != null) {
                rows.add(
                        settlement.deliveryId(),
                        last.getOrDefault(settlement.deliveryId(), 0) + 1,
                        attempt.number(),
                        Micros.of(attempt.startedAt()),
                        Micros.of(attempt.duration()),
                        attempt.statusCode(),
                        Text.cleanOrNull(attempt.error()),
                        Text.cleanOrNull(attempt.response()));
            }
        }
        rows.insertInto(handle, "windlass_delivery_attempt");
    }

    private static void updateDeliveries(Handle handle, List<Settlement> accepted) {
        Map<Change, List<UUID>> changes = new HashMap<>();
        for (Settlement one : accepted) {
            Long settledAt = one.status() == Status.PENDING ? null : Long.valueOf(Micros.of(one.at()));
            Change change = new Change(one.attempt() == null ? 0 : 1, one.status(), settledAt);
            changes.computeIfAbsent(change, key -> new ArrayList<>()).add(one.deliveryId());
        }
        changes.forEach(
                (change, ids) -> handle.createUpdate("UPDATE windlass_delivery SET attempts = attempts + :tried,"
                                + " status = :status, settled_at = :settled WHERE id = ANY(:ids)")
                        .bind("tried", change.tried)
                        .bind("status", change.status.ordinal())
                        .bind("settled", change.settledAt)
                        .bindArray("ids", UUID.class, ids)
                        .execute());
    }

    private static void putBack(Handle handle, List<Settlement> again) {
        if (again.isEmpty()) {
            return;
        }
        Batch batch = handle.createBatch(
                "UPDATE windlass_outbox SET next_at = :next, retry_at = :next, hold = -hold WHERE delivery_id = :id");
        for (Settlement one : again) {
            batch.bind("next", Micros.of(one.nextAttemptAt() == null ? one.at() : one.nextAttemptAt()))
                    .bind("id", one.deliveryId())
                    .add();
        }
        batch.execute();
    }

    /** Those behind a settled one need no longer wait for it. */
    private static void remove(Handle handle, List<Settlement> over, Map<UUID, Pending> pending) {
        if (over.isEmpty()) {
            return;
        }
        List<UUID> ids = over.stream().map(Settlement::deliveryId).toList();
        List<UUID> followed = followed(handle, ids);
        handle.createUpdate("DELETE FROM windlass_outbox WHERE delivery_id = ANY(:ids)")
                .bindArray("ids", UUID.class, ids)
                .execute();
        if (followed.isEmpty()) {
            return;
        }
        Batch followers = handle.createBatch("UPDATE windlass_outbox SET next_at = retry_at"
                + " WHERE lane = :lane AND order_key = :key AND hold <= 0 AND next_at > retry_at");
        for (UUID id : followed) {
            Pending settled = pending.get(id);
            if (settled != null) {
                followers
                        .bind("lane", settled.lane)
                        .bind("key", settled.orderKey)
                        .add();
            }
        }
        followers.execute();
    }

    /** Asked for once they are locked: nothing is put off behind one that is locked. A subquery per row, so that each is an index probe. */
    private static List<UUID> followed(Handle handle, List<UUID> ids) {
        List<UUID> followed = new ArrayList<>();
        handle.createQuery("SELECT o.delivery_id, (SELECT f.delivery_id FROM windlass_outbox f WHERE f.lane = o.lane"
                        + " AND f.order_key = o.order_key AND f.delivery_id <> o.delivery_id LIMIT 1)"
                        + " FROM windlass_outbox o WHERE o.delivery_id = ANY(:ids)")
                .bindArray("ids", UUID.class, ids)
                .map(rows ->
                        Get.idOrNull(rows, 2) == null ? Boolean.FALSE : Boolean.valueOf(followed.add(Get.id(rows, 1))))
                .list();
        return followed;
    }
}
