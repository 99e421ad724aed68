package dev.windlass.store.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Takes due deliveries, {@code windlass_outbox}, lane by lane. Of one lane and order key only the first may go; those behind it that
 * come up as due are put off until it is looked at again, so that a dead receiver's backlog is read once and not with each look.
 */
final class Outbox {

    private static final int LEAST_READ = 10;

    /** Of one lane in one claim; what is blocked is put off, so that the next claim comes further. */
    private static final int MOST_READ = 1_000;

    /** All lanes that have something due, found by skipping from lane to lane along the index. */
    private static final String DUE_LANES = """
            WITH RECURSIVE t(lane) AS (
                SELECT min(lane) FROM windlass_outbox
                UNION ALL
                SELECT (SELECT min(o.lane) FROM windlass_outbox o WHERE o.lane > t.lane) FROM t WHERE t.lane IS NOT NULL)
            SELECT t.lane FROM t WHERE t.lane IS NOT NULL
                AND EXISTS (SELECT 1 FROM windlass_outbox o WHERE o.lane = t.lane AND o.next_at <= :at)""";

    private static final String DUE = """
            SELECT o.delivery_id, o.next_at, (
                SELECT b.delivery_id FROM windlass_outbox b WHERE b.lane = o.lane AND b.order_key = o.order_key
                    AND (b.sequence, b.delivery_id) < (o.sequence, o.delivery_id)
                ORDER BY b.sequence, b.delivery_id LIMIT 1) AS blocker
            FROM windlass_outbox o
            WHERE o.lane = :lane AND o.next_at <= :at AND (o.next_at, o.delivery_id) > (:after_time, :after_id)
            ORDER BY o.next_at, o.delivery_id LIMIT :limit""";

    private record Due(UUID id, long nextAt, @Nullable UUID blocker) {}

    /** A lane and how far it was looked at. */
    private static final class Lane {
        private final String name;
        private int room;
        private long afterTime = Long.MIN_VALUE;
        private UUID afterId = new UUID(0, 0);
        private int read;
        private int looks;
        private boolean done;

        private Lane(String name, int room) {
            this.name = name;
            this.room = room;
        }

        /** Rows that are read are locked, which writes them: no more than are needed at first, and more when many are blocked. */
        private int limit(int wanted) {
            return Math.min(MOST_READ, Math.max(LEAST_READ, wanted) << Math.min(looks++, 6));
        }

        private void advance(List<Due> seen, boolean isLast) {
            read += seen.size();
            done = isLast || read >= MOST_READ;
            if (!seen.isEmpty()) {
                afterTime = seen.get(seen.size() - 1).nextAt;
                afterId = seen.get(seen.size() - 1).id;
            }
        }
    }

    /** What is taken and what is put off, by when to look at it again. */
    private static final class Plan {
        private final long now;
        private final long heldUntil;
        private final List<UUID> taken = new ArrayList<>();
        private final Set<UUID> takenIds = new HashSet<>();
        private final Map<Long, List<UUID>> putOff = new HashMap<>();

        private Plan(Instant now, Duration hold) {
            this.now = Micros.of(now);
            this.heldUntil = Micros.of(now.plus(hold));
        }

        private void take(UUID id) {
            taken.add(id);
            takenIds.add(id);
        }

        private void putOff(UUID id, long until) {
            if (until > now) {
                putOff.computeIfAbsent(until, key -> new ArrayList<>()).add(id);
            }
        }
    }

    private final Dialect dialect;

    /** Which lane comes first next time, so that all come first in turn when there are more lanes than may be taken. */
    private final AtomicInteger turn = new AtomicInteger();

    Outbox(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Ids of what was taken, and the token that they are held under. */
    record Taken(List<UUID> ids, long hold) {}

    Taken take(Handle handle, Map<String, Integer> lanes, int perLane, int max, Duration hold, Instant now) {
        Plan plan = new Plan(now, hold);
        List<Lane> due = new ArrayList<>();
        for (String name : dueLanes(handle, plan.now)) {
            int room = lanes.getOrDefault(name, perLane);
            if (room > 0) {
                due.add(new Lane(name, room));
            }
        }
        Collections.rotate(due, -Math.floorMod(turn.getAndIncrement(), Math.max(1, due.size())));
        while (!due.isEmpty() && plan.taken.size() < max) {
            int share = Math.max(1, (max - plan.taken.size()) / due.size());
            for (Lane lane : due) {
                look(handle, lane, Math.min(share, max - plan.taken.size()), plan);
            }
            due.removeIf(lane -> lane.done);
        }
        return new Taken(plan.taken, write(handle, plan));
    }

    private static List<String> dueLanes(Handle handle, long now) {
        return handle.createQuery(DUE_LANES).bind("at", now).mapTo(String.class).list();
    }

    /** Takes up to {@code share} of a lane; several looks at a lane go on where the last one ended. */
    private void look(Handle handle, Lane lane, int share, Plan plan) {
        int wanted = Math.min(share, lane.room);
        int before = plan.taken.size();
        while (wanted > plan.taken.size() - before && !lane.done) {
            int limit = lane.limit(wanted - (plan.taken.size() - before));
            List<Due> due = due(handle, lane, plan.now, limit);
            int seen = sort(handle, due, before + wanted, plan);
            lane.advance(due.subList(0, seen), seen == due.size() && due.size() < limit);
        }
        lane.room -= plan.taken.size() - before;
        lane.done |= lane.room == 0;
    }

    private List<Due> due(Handle handle, Lane lane, long now, int limit) {
        return handle.createQuery(DUE + (dialect.isShared() ? " FOR UPDATE OF o SKIP LOCKED" : ""))
                .bind("lane", lane.name)
                .bind("at", now)
                .bind("after_time", lane.afterTime)
                .bind("after_id", lane.afterId)
                .bind("limit", limit)
                .map(rows -> new Due(Get.id(rows, 1), rows.getLong(2), Get.idOrNull(rows, 3)))
                .list();
    }

    /** @return how many of these were looked at; the rest was not needed */
    private int sort(Handle handle, List<Due> due, int full, Plan plan) {
        int seen = 0;
        while (seen < due.size() && plan.taken.size() < full) {
            Due one = due.get(seen++);
            if (one.blocker == null) {
                plan.take(one.id);
            }
        }
        List<Due> looked = due.subList(0, seen);
        Map<UUID, Long> blockers = lockBlockers(handle, looked, plan);
        for (Due one : looked) {
            if (one.blocker != null && plan.takenIds.contains(one.blocker)) {
                plan.putOff(one.id, plan.heldUntil);
            } else if (one.blocker != null && blockers.containsKey(one.blocker)) {
                plan.putOff(one.id, blockers.get(one.blocker));
            }
        }
        return seen;
    }

    /** A blocker that somebody settles just now is passed over, or its followers would be put off behind its end. */
    private Map<UUID, Long> lockBlockers(Handle handle, List<Due> due, Plan plan) {
        Set<UUID> ids = new HashSet<>();
        for (Due one : due) {
            if (one.blocker != null && !plan.takenIds.contains(one.blocker)) {
                ids.add(one.blocker);
            }
        }
        Map<UUID, Long> blockers = new HashMap<>();
        if (!ids.isEmpty()) {
            handle.createQuery("SELECT delivery_id, next_at FROM windlass_outbox WHERE delivery_id = ANY(:ids)"
                            + (dialect.isShared() ? " FOR UPDATE SKIP LOCKED" : ""))
                    .bindArray("ids", UUID.class, List.copyOf(ids))
                    .map(rows -> blockers.put(Get.id(rows, 1), rows.getLong(2)))
                    .list();
        }
        return blockers;
    }

    private static long write(Handle handle, Plan plan) {
        plan.putOff.forEach((until, ids) -> handle.createUpdate(
                        "UPDATE windlass_outbox SET next_at = :until WHERE delivery_id = ANY(:ids)")
                .bind("until", until)
                .bindArray("ids", UUID.class, ids)
                .execute());
        if (plan.taken.isEmpty()) {
            return 0;
        }
        long hold = handle.createQuery("SELECT nextval('windlass_fence')")
                .mapTo(Long.class)
                .one();
        handle.createUpdate("UPDATE windlass_outbox SET next_at = :until, hold = :hold WHERE delivery_id = ANY(:ids)")
                .bind("until", plan.heldUntil)
                .bind("hold", hold)
                .bindArray("ids", UUID.class, plan.taken)
                .execute();
        return hold;
    }
}
