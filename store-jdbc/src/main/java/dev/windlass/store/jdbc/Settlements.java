package dev.windlass.store.jdbc;

import dev.windlass.spi.Delivery.Status;
import dev.windlass.spi.DeliveryAttempt;
import dev.windlass.spi.Settlement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records tries and settles deliveries, a batch in a handful of statements. */
final class Settlements {

    /** The state of a delivery that is still to be made. A hold that was settled is negative. */
    private record Pending(long hold, String lane, UUID orderKey, int tries, boolean followed, boolean orphan) {}

    /** What many deliveries of a batch have in common. */
    private record Change(
            int tried, Status status, @Nullable Long settledAt) {}

    private static final String DELIVERED_BY_TRY =
            " + (SELECT count(*) FROM windlass_delivery_attempt WHERE delivery_id = :id AND settled_at = :at)";

    private final Database database;
    private final DueLanes lanes;

    Settlements(Database database, DueLanes lanes) {
        this.database = database;
        this.lanes = lanes;
    }

    List<Boolean> settle(List<Settlement> settlements) {
        Followers[] followers = new Followers[1];
        List<Boolean> results = database.write(handle -> {
            followers[0] = new Followers(database.dialect());
            return database.dialect().isShared()
                    ? settleDelivered(handle, settlements, followers[0])
                    : settle(handle, settlements, followers[0]);
        });
        followers[0].tell(lanes);
        return results;
    }

    private static List<Boolean> settleDelivered(Handle handle, List<Settlement> settlements, Followers followers) {
        Set<UUID> delivered = DeliveredAtOnce.settle(handle, settlements, followers);
        List<Settlement> others = settlements.stream()
                .filter(one -> !delivered.contains(one.deliveryId()))
                .toList();
        Iterator<Boolean> results = settle(handle, others, followers).iterator();
        return settlements.stream()
                .map(one -> delivered.contains(one.deliveryId()) || results.next())
                .toList();
    }

    private static List<Boolean> settle(Handle handle, List<Settlement> settlements, Followers followers) {
        if (settlements.isEmpty()) {
            return List.of();
        }
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
        write(handle, accepted, pending, followers);
        return results;
    }

    private static Map<UUID, Pending> lock(Handle handle, List<Settlement> settlements) {
        Map<UUID, Pending> pending = new HashMap<>();
        handle.createQuery("SELECT delivery_id, hold, lane, order_key, tries, followed, orphan FROM windlass_outbox"
                        + " WHERE delivery_id = ANY(:ids) ORDER BY delivery_id FOR UPDATE")
                .bindArray(
                        "ids",
                        UUID.class,
                        settlements.stream().map(Settlement::deliveryId).toList())
                .map(rows -> pending.put(
                        Get.id(rows, 1),
                        new Pending(
                                rows.getLong(2),
                                rows.getString(3),
                                Get.id(rows, 4),
                                rows.getInt(5),
                                rows.getBoolean(6),
                                rows.getBoolean(7))))
                .list();
        return pending;
    }

    /** By a call whose reply was lost. */
    private static boolean wasSettled(Handle handle, Settlement settlement, @Nullable Pending pending) {
        if (pending != null) {
            return settlement.status() == Status.PENDING && pending.hold == -settlement.hold();
        }
        return handle.createQuery("SELECT (SELECT count(*) FROM windlass_delivery"
                                + " WHERE id = :id AND status = :status AND settled_at = :at)"
                                + (settlement.status() == Status.DELIVERED ? DELIVERED_BY_TRY : ""))
                        .bind("id", settlement.deliveryId())
                        .bind("status", settlement.status().ordinal())
                        .bind("at", Micros.of(settlement.at()))
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private static void write(
            Handle handle, List<Settlement> accepted, Map<UUID, Pending> pending, Followers followers) {
        if (accepted.isEmpty()) {
            return;
        }
        insertAttempts(handle, accepted, pending);
        updateDeliveries(
                handle,
                accepted.stream().filter(one -> !isToldByItsTry(one, pending)).toList());
        List<Settlement> again = new ArrayList<>();
        List<Settlement> over = new ArrayList<>();
        accepted.forEach(one -> (one.status() == Status.PENDING ? again : over).add(one));
        putBack(handle, again);
        remove(handle, over, pending, followers);
    }

    /** Whether that it was delivered need not be written to its own row too, which many indexes make dear. */
    private static boolean isToldByItsTry(Settlement one, Map<UUID, Pending> pending) {
        Pending held = pending.get(one.deliveryId());
        return one.status() == Status.DELIVERED && one.attempt() != null && held != null && !held.orphan;
    }

    private static void insertAttempts(Handle handle, List<Settlement> accepted, Map<UUID, Pending> pending) {
        Rows rows = new Rows(
                "delivery_id uuid",
                "nth integer",
                "number integer",
                "started_at bigint",
                "duration bigint",
                "status_code integer",
                "error varchar",
                "response varchar",
                "settled_at bigint");
        for (Settlement settlement : accepted) {
            DeliveryAttempt attempt = settlement.attempt();
            Pending held = pending.get(settlement.deliveryId());
            if (attempt != null && held != null) {
                rows.add(
                        settlement.deliveryId(),
                        held.tries + 1,
                        attempt.number(),
                        Micros.of(attempt.startedAt()),
                        Micros.of(attempt.duration()),
                        attempt.statusCode(),
                        Text.cleanOrNull(attempt.error()),
                        Text.cleanOrNull(attempt.response()),
                        settlement.status() == Status.DELIVERED ? Micros.of(settlement.at()) : null);
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
        changes.forEach((change, ids) -> update(handle, change.tried, change.status, change.settledAt, ids));
    }

    /** Writes to the deliveries' own rows. @param settledAt null while they are to be tried again */
    static void update(Handle handle, int tried, Status status, @Nullable Long settledAt, List<UUID> ids) {
        handle.createUpdate("UPDATE windlass_delivery SET attempts = attempts + :tried, status = :status,"
                        + " settled_at = :settled WHERE id = ANY(:ids)")
                .bind("tried", tried)
                .bind("status", status.ordinal())
                .bind("settled", settledAt)
                .bindArray("ids", UUID.class, ids)
                .execute();
    }

    private static void putBack(Handle handle, List<Settlement> again) {
        if (again.isEmpty()) {
            return;
        }
        Batch batch = handle.createBatch(
                "UPDATE windlass_outbox SET next_at = :next, retry_at = :next, hold = -hold, held_until = 0,"
                        + " tries = tries + :tried WHERE delivery_id = :id");
        for (Settlement one : again) {
            batch.bind("next", Micros.of(one.nextAttemptAt() == null ? one.at() : one.nextAttemptAt()))
                    .bind("tried", one.attempt() == null ? 0 : 1)
                    .bind("id", one.deliveryId())
                    .add();
        }
        batch.execute();
    }

    /** Those behind a settled one need no longer wait for it. */
    private static void remove(Handle handle, List<Settlement> over, Map<UUID, Pending> pending, Followers followers) {
        if (over.isEmpty()) {
            return;
        }
        List<UUID> ids = over.stream().map(Settlement::deliveryId).toList();
        handle.createUpdate("DELETE FROM windlass_outbox WHERE delivery_id = ANY(:ids)")
                .bindArray("ids", UUID.class, ids)
                .execute();
        for (UUID id : ids) {
            Pending settled = pending.get(id);
            if (settled != null && settled.followed) {
                followers.of(settled.lane, settled.orderKey);
            }
        }
        followers.wake(handle);
    }
}
