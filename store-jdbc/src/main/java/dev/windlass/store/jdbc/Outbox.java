package dev.windlass.store.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToIntFunction;

/**
 * Picks due deliveries, {@code windlass_outbox}, from many lanes. Of one lane and order key only the first may go; those behind it that
 * come up as due are put off until it is looked at again, so that a dead receiver's backlog is read once and not with each look.
 */
final class Outbox {

    /** Lanes that one statement looks at. */
    private static final int LANES_AT_ONCE = 64;

    /** Rows that are read are locked, which writes them: of many lanes less than ten each. */
    private static final int LEAST_READ = 2;

    private static final int LEAST_READ_IN_ALL = 10;

    /** Of one lane in one claim; what is blocked is put off, so that the next claim comes further. */
    private static final int MOST_READ = 1_000;

    /** A lane and how far it was looked at. */
    private static final class Lane {
        private final String name;
        private int room;
        private OutboxReads.Look look;
        private int read;
        private int looks;
        private boolean done;

        private Lane(String name, int room, long start) {
            this.name = name;
            this.room = room;
            this.look = OutboxReads.Look.from(start);
        }

        /** More when many are blocked. */
        private int limit(int wanted, int lanes) {
            int least = Math.max(LEAST_READ, LEAST_READ_IN_ALL / lanes);
            return Math.min(MOST_READ, Math.max(least, wanted) << Math.min(looks++, 6));
        }

        private void advance(List<OutboxReads.Due> seen, boolean isLast) {
            read += seen.size();
            done = isLast || read >= MOST_READ || room == 0;
            if (!seen.isEmpty()) {
                look = OutboxReads.Look.behind(seen.get(seen.size() - 1));
            }
        }
    }

    /** What is taken and what is put off, by when to look at it again. */
    private static final class Plan {
        private final long now;
        private final long heldUntil;
        private final int max;
        private final List<UUID> taken = new ArrayList<>();
        private final Set<UUID> takenIds = new HashSet<>();
        private final Set<UUID> followed = new HashSet<>();
        private final Map<Long, List<UUID>> putOff = new HashMap<>();

        private Plan(Instant now, Duration hold, int max) {
            this.now = Micros.of(now);
            this.heldUntil = Micros.of(now.plus(hold));
            this.max = max;
        }

        private int missing() {
            return max - taken.size();
        }

        private void take(UUID id) {
            taken.add(id);
            takenIds.add(id);
        }

        private void putOff(UUID id, UUID blocker, long until) {
            if (until > now) {
                putOff.computeIfAbsent(until, key -> new ArrayList<>()).add(id);
                followed.add(blocker);
            }
        }
    }

    private final OutboxReads reads;
    private final DueLanes lanes;

    Outbox(Dialect dialect, DueLanes lanes) {
        this.reads = new OutboxReads(dialect);
        this.lanes = lanes;
    }

    /** The ids of what should be taken, which is locked; the rest that was looked at is put off. */
    List<UUID> pick(Handle handle, Map<String, Integer> rooms, int perLane, int max, Duration hold, Instant now) {
        Plan plan = new Plan(now, hold, max);
        serve(handle, lanes.find(handle, plan.now), name -> rooms.getOrDefault(name, perLane), plan);
        if (plan.taken.isEmpty()) {
            serve(handle, lanes.findOthers(handle, plan.now), name -> rooms.getOrDefault(name, perLane), plan);
        }
        write(handle, plan);
        return plan.taken;
    }

    private void serve(Handle handle, List<String> found, ToIntFunction<String> rooms, Plan plan) {
        List<String> due =
                found.stream().filter(name -> rooms.applyAsInt(name) > 0).toList();
        List<Lane> open = new ArrayList<>();
        int next = 0;
        while (plan.missing() > 0 && (!open.isEmpty() || next < due.size())) {
            for (; open.size() < LANES_AT_ONCE && next < due.size(); next++) {
                open.add(new Lane(due.get(next), rooms.applyAsInt(due.get(next)), lanes.start(due.get(next))));
            }
            int count = Math.min(open.size(), plan.missing());
            look(handle, open.subList(0, count), plan);
            Collections.rotate(open, -count);
            open.removeIf(lane -> lane.done);
        }
        if (!due.isEmpty()) {
            // When all had their turn, another one comes first next time.
            lanes.servedTo(due.get(next == due.size() ? 0 : next - 1));
        }
    }

    /** Takes a fair share of each of these lanes; a later look goes on where this one ends. */
    private void look(Handle handle, List<Lane> some, Plan plan) {
        int share = Math.max(1, plan.missing() / some.size());
        List<OutboxReads.Look> looks = new ArrayList<>();
        for (Lane lane : some) {
            lane.look = lane.look.at(lane.name, lane.limit(Math.min(share, lane.room), some.size()));
            looks.add(lane.look);
        }
        List<List<OutboxReads.Due>> found = reads.due(handle, looks, plan.now);
        List<OutboxReads.Due> blocked = new ArrayList<>();
        for (int i = 0; i < some.size(); i++) {
            take(some.get(i), share, found.get(i), plan, blocked);
        }
        putOff(handle, blocked, plan);
    }

    private void take(Lane lane, int share, List<OutboxReads.Due> due, Plan plan, List<OutboxReads.Due> blocked) {
        if (due.isEmpty() && lane.read == 0) {
            lanes.isOver(lane.name);
        }
        int wanted = Math.min(Math.min(share, lane.room), plan.missing());
        int limit = lane.look.limit();
        int seen = 0;
        for (; seen < due.size() && wanted > 0; seen++) {
            OutboxReads.Due one = due.get(seen);
            if (one.blocker() == null) {
                plan.take(one.id());
                lane.room--;
                wanted--;
            } else {
                blocked.add(one);
            }
        }
        lane.advance(due.subList(0, seen), seen == due.size() && due.size() < limit);
        if (seen > 0) {
            lanes.lookedTo(lane.name, due.get(seen - 1).nextAt(), plan.now);
        }
    }

    private void putOff(Handle handle, List<OutboxReads.Due> blocked, Plan plan) {
        Set<UUID> others = new HashSet<>();
        for (OutboxReads.Due one : blocked) {
            if (one.blocker() != null && !plan.takenIds.contains(one.blocker())) {
                others.add(one.blocker());
            }
        }
        Map<UUID, Long> until = others.isEmpty() ? Map.of() : reads.lock(handle, others);
        for (OutboxReads.Due one : blocked) {
            UUID blocker = one.blocker();
            Long end = plan.takenIds.contains(blocker) ? Long.valueOf(plan.heldUntil) : until.get(blocker);
            if (blocker != null && end != null) {
                plan.putOff(one.id(), blocker, end);
            }
        }
    }

    private static void write(Handle handle, Plan plan) {
        plan.putOff.forEach((until, ids) -> handle.createUpdate(
                        "UPDATE windlass_outbox SET next_at = :until WHERE delivery_id = ANY(:ids)")
                .bind("until", until)
                .bindArray("ids", UUID.class, ids)
                .execute());
        if (!plan.followed.isEmpty()) {
            follow(handle, plan.followed);
        }
    }

    private static void follow(Handle handle, Collection<UUID> blockers) {
        handle.createUpdate("UPDATE windlass_outbox SET followed = true WHERE delivery_id = ANY(:ids) AND NOT followed")
                .bindArray("ids", UUID.class, List.copyOf(blockers))
                .execute();
    }
}
