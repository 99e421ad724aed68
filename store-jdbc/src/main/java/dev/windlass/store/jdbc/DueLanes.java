package dev.windlass.store.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Which lanes of the outbox have something due, and from where on. To find them all, each is stepped to along the index; that takes long when there are
 * thousands, so then it is done for a small part of the time only. Between two such walks those that it found are remembered, and those
 * with something that has become due since the last look are found by its time.
 *
 * <p>Behind the front of a lane lie the index entries of what was delivered, until vacuum takes them away. A look that starts where the
 * last one ended stays fast. What can come up behind it is what was put off (whoever wakes it says so), what was held by a process that
 * died, and what another process put there late: looks from the start, one a second, find that. Thread-safe.
 */
final class DueLanes {

    /** A walk this quick is made each time. */
    private static final long QUICK_NANOS = Duration.ofMillis(1).toNanos();

    /** A slower one is made after so many times as long as it took: one twentieth of the time goes to walks. */
    private static final int REST = 20;

    /** So many lanes are stepped along also when the last walk was slow, rather than to report nothing. */
    private static final int FEW = 100;

    /** Jobs can name any number of origins. */
    private static final int MOST_AT_ONCE = 10_000;

    /** How much longer than planned a transaction may take and still be found at once. */
    private static final long LATE_MICROS = Micros.of(Duration.ofSeconds(1));

    /**
     * The names of jobs' origins come before this, those of endpoints after it: after a start endpoints have their turn first, since jobs
     * can have named any number of origins that hang.
     */
    private static final String ORIGINS = "wh";

    private static final String WALK = """
            WITH RECURSIVE t(lane, next_at) AS (
                (SELECT lane, next_at FROM windlass_outbox WHERE lane > :after ORDER BY lane, next_at LIMIT 1)
                UNION ALL
                SELECT n.lane, n.next_at FROM t CROSS JOIN LATERAL (
                    SELECT o.lane, o.next_at FROM windlass_outbox o WHERE o.lane > t.lane ORDER BY o.lane, o.next_at LIMIT 1) n)
            SELECT lane, next_at <= :at FROM t LIMIT :most""";

    private static final String WALK_H2 = """
            WITH RECURSIVE t(lane) AS (
                SELECT min(lane) FROM windlass_outbox WHERE lane > :after
                UNION ALL
                SELECT (SELECT min(o.lane) FROM windlass_outbox o WHERE o.lane > t.lane) FROM t WHERE t.lane IS NOT NULL)
            SELECT t.lane, EXISTS (SELECT 1 FROM windlass_outbox o WHERE o.lane = t.lane AND o.next_at <= :at)
            FROM t WHERE t.lane IS NOT NULL LIMIT :most""";

    /** The latest first, and not all of a flood: the others are met by the next walk. */
    private static final String LATELY = """
            SELECT DISTINCT lane FROM (SELECT lane FROM windlass_outbox WHERE %1$s > :since AND %1$s <= :at
                ORDER BY %1$s DESC LIMIT 200) lately""";

    private static final long FROM_START_MICROS = Micros.of(Duration.ofSeconds(1));

    /** Longer than an event takes from its time stamp to its commit, almost always. */
    private static final long SETTLED_MICROS = Micros.of(Duration.ofSeconds(5));

    private final Dialect dialect;
    private final Map<String, Long> marks = new HashMap<>();
    private long unmarkedAt = Long.MIN_VALUE;
    private final LongSupplier nanoTime;
    private final int most;
    private final TreeSet<String> due = new TreeSet<>();
    private String last = ORIGINS;
    private String walkedTo = "";
    private long lookedFor = Long.MIN_VALUE;
    private long walkedAt;
    private long walkNanos;
    private boolean walked;
    private int lanes;

    /** @param nanoTime as {@link System#nanoTime} */
    DueLanes(Dialect dialect, LongSupplier nanoTime) {
        this(dialect, nanoTime, MOST_AT_ONCE);
    }

    /** @param most a walk ends after so many lanes, and the next one goes on from there */
    DueLanes(Dialect dialect, LongSupplier nanoTime, int most) {
        this.dialect = dialect;
        this.nanoTime = nanoTime;
        this.most = most;
    }

    /** In the order in which they should be served: those that waited for longest since they were looked at come first. */
    synchronized List<String> find(Handle handle, long now) {
        long start = nanoTime.getAsLong();
        walked = walkNanos < QUICK_NANOS || start - walkedAt >= REST * walkNanos || now < lookedFor;
        if (walked) {
            walk(handle, now);
        } else {
            handle.createQuery(LATELY.formatted(dialect.nextDelivery()))
                    .bind("since", lookedFor - LATE_MICROS)
                    .bind("at", now)
                    .mapTo(String.class)
                    .list()
                    .forEach(this::add);
        }
        lookedFor = now;
        if (now < unmarkedAt || now - FROM_START_MICROS >= unmarkedAt) {
            marks.clear();
            unmarkedAt = now;
        }
        return inTurn();
    }

    /** From which time on to look at a lane. */
    synchronized long start(String lane) {
        return marks.getOrDefault(lane, Long.MIN_VALUE);
    }

    /** A look at a lane came to this time; no other look need start before. */
    synchronized void lookedTo(String lane, long time, long now) {
        if (dialect.isShared()) {
            marks.merge(lane, Math.min(time, now - SETTLED_MICROS), Math::max);
        }
    }

    /** Something that was put off is at its old place again. */
    synchronized void woke(String lane, long time) {
        marks.computeIfPresent(lane, (key, mark) -> Math.min(mark, time));
    }

    /** After the lanes that were found had nothing to take: others, if they can be found without much ado. */
    synchronized List<String> findOthers(Handle handle, long now) {
        if (walked || lanes > FEW) {
            return List.of();
        }
        walked = true;
        marks.clear();
        walk(handle, now);
        return inTurn();
    }

    private void walk(Handle handle, long now) {
        long start = nanoTime.getAsLong();
        due.clear();
        List<Lane> met = handle.createQuery(dialect.isShared() ? WALK : WALK_H2)
                .bind("after", walkedTo)
                .bind("at", now)
                .bind("most", most)
                .map(rows -> new Lane(rows.getString(1), rows.getBoolean(2)))
                .list();
        met.stream().filter(Lane::isDue).forEach(lane -> add(lane.name));
        lanes = met.size();
        walkedTo = lanes < most ? "" : met.get(lanes - 1).name;
        walkedAt = nanoTime.getAsLong();
        walkNanos = walkedAt - start;
    }

    private record Lane(String name, boolean isDue) {}

    private void add(String lane) {
        if (due.size() < most) {
            due.add(lane);
        }
    }

    private List<String> inTurn() {
        List<String> found = new ArrayList<>(due.tailSet(last, false));
        found.addAll(due.headSet(last, true));
        return found;
    }

    /** This was the last one that was looked at. */
    synchronized void servedTo(String lane) {
        last = lane;
    }

    /** Nothing is due there any more, as far as this look shows. */
    synchronized void isOver(String lane) {
        due.remove(lane);
    }
}
