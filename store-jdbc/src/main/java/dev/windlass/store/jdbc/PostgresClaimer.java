package dev.windlass.store.jdbc;

import dev.windlass.job.JobSpec;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.RunToken;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The claim in one statement. It looks at the heads of all open lanes to see how many jobs come from each, without locks, then takes so
 * many from each lane, skipping what others are taking: exact order with one node, no waiting with several, and nothing is locked that
 * is not taken. Reading heads costs half a microsecond for each row. When others were quicker it also says what it saw in each lane, and
 * takes on.
 */
final class PostgresClaimer extends Claimer {

    private static final String HEADS = """
            SELECT w.lane, w.lo, w.rnk, w.queue, w.allowed, c.due_at, c.job_id
            FROM w CROSS JOIN LATERAL (
                SELECT q.due_at, q.job_id FROM windlass_ready q WHERE q.lane = w.lane AND q.due_at >= w.lo
                ORDER BY q.due_at, q.job_id LIMIT least(w.allowed, CAST(:max AS bigint))) c""";

    private static final String LIMITED_HEADS = "SELECT * FROM (SELECT h.*, row_number() OVER"
            + " (PARTITION BY h.queue ORDER BY h.rnk, h.due_at, h.job_id) AS nth FROM (" + HEADS
            + ") h) n WHERE n.nth <= n.allowed";

    /** The marks are sorted by lane, so that each lane's is found by bisection: there may be a thousand of both. */
    private static final String CLAIM = """
            WITH me AS MATERIALIZED (
                SELECT nextval('windlass_fence') AS fence, {now} AS now FROM windlass_node WHERE id = :node AND NOT dead%s),
            w AS MATERIALIZED (
                SELECT l.id AS lane, l.rnk, l.queue, coalesce(a.allowed, 2147483647) AS allowed,
                    coalesce(CASE m.lanes[width_bucket(l.id, m.lanes)] WHEN l.id THEN m.lows[width_bucket(l.id, m.lanes)] END,
                        -9223372036854775808) AS lo
                FROM me CROSS JOIN %s l
                CROSS JOIN (SELECT CAST(:lanes AS integer ARRAY) AS lanes, CAST(:lows AS bigint ARRAY) AS lows) m
                LEFT JOIN unnest(CAST(:queues AS varchar ARRAY), CAST(:alloweds AS integer ARRAY)) AS a(queue, allowed)
                    ON a.queue = l.queue
                WHERE l.type = ANY(:types) AND coalesce(a.allowed, 1) > 0
                    AND NOT EXISTS (SELECT 1 FROM windlass_paused p WHERE p.queue = l.queue OR p.queue = '')),
            k AS MATERIALIZED (
                SELECT t.lane, t.rnk, t.lo, count(*) AS jobs
                FROM (SELECT h.lane, h.rnk, h.lo FROM (%s) h ORDER BY h.rnk, h.due_at, h.job_id LIMIT :max) t
                GROUP BY t.lane, t.rnk, t.lo),
            x AS MATERIALIZED (
                SELECT r.tid FROM k CROSS JOIN LATERAL (
                    SELECT q.ctid AS tid FROM windlass_ready q WHERE q.lane = k.lane AND q.due_at >= k.lo
                    ORDER BY q.due_at, q.job_id LIMIT k.jobs FOR UPDATE SKIP LOCKED) r),
            d AS (DELETE FROM windlass_ready WHERE ctid = ANY(ARRAY(SELECT tid FROM x)) RETURNING %s),
            o AS (
                SELECT d.*, (CAST(:runs AS uuid ARRAY))[row_number() OVER (ORDER BY k.rnk, d.due_at, d.job_id)] AS run_id
                FROM d JOIN k ON k.lane = d.lane),
            i AS (
                INSERT INTO windlass_running (work_id, run_id, node_id, fence, created_at, claimed_at, due_at, lane, attempt,
                    starts, lost_starts, states_sent, version, direct, has_chunks, not_before, cancel_at, cancel_reason)
                SELECT o.job_id, o.run_id, :node, me.fence, o.created_at, me.now, o.due_at, o.lane, o.attempts + 1,
                    o.starts + 1, o.lost_starts, o.states_sent, 0, false, false, o.not_before, o.cancel_at, o.cancel_reason
                FROM o CROSS JOIN me
                RETURNING work_id, run_id, fence, attempt, starts, states_sent)
            SELECT i.run_id, i.fence, i.attempt, i.starts, i.states_sent, %s FROM i JOIN windlass_job j ON %s
            UNION ALL SELECT NULL, k.jobs, NULL, NULL, NULL, NULL, k.lane%s FROM k
            WHERE (SELECT sum(jobs) FROM k) > (SELECT count(*) FROM x)""";

    static final String FREE_CLAIM = claim("", HEADS);
    private static final String LIMITED_CLAIM = claim("", LIMITED_HEADS);

    /** For a statement that follows a submission in the same transaction: claims when that has stored its first job. */
    private static final String JUST_STORED =
            " AND EXISTS (SELECT 1 FROM windlass_job f WHERE f.id = :first AND f.xmin = CAST(pg_current_xact_id() AS xid))";

    private static final String FREE_CLAIM_OF_STORED = "; " + claim(JUST_STORED, HEADS);
    private static final String LIMITED_CLAIM_OF_STORED = "; " + claim(JUST_STORED, LIMITED_HEADS);

    private static final Comparator<Claimed> DISPATCH = Comparator.<Claimed>comparingInt(
                    one -> -one.run().job().priority())
            .thenComparingLong(Claimed::dueAt)
            .thenComparing(one -> one.run().job().id(), Claimer::compareIds);

    private final JobTable jobs;

    PostgresClaimer(
            Database database,
            JobTable jobs,
            DelayedJobs delayed,
            Watermarks watermarks,
            QueueGauge gauge,
            Signals signals) {
        super(database, delayed, watermarks, gauge, signals);
        this.jobs = jobs;
    }

    private static String claim(String condition, String heads) {
        return CLAIM.formatted(
                condition,
                LaneTable.OPEN,
                heads,
                Place.COLUMNS,
                JobTable.SPEC,
                Planner.each("j.id", "i.work_id"),
                ", NULL".repeat(JobTable.SPEC_COLUMNS - 2));
    }

    /** To be put behind a statement that stores the job {@code :first}; bound by {@link #bind}. */
    static String claimOfStored(ClaimRequest request) {
        return request.queueLimits().isEmpty() ? FREE_CLAIM_OF_STORED : LIMITED_CLAIM_OF_STORED;
    }

    @Override
    Take take(ClaimRequest request, SortedMap<Integer, Long> lows) {
        return database.writeAtOnce(handle -> take(handle, request, lows));
    }

    private Take take(Handle handle, ClaimRequest request, SortedMap<Integer, Long> lows) {
        Query query = handle.createQuery(request.queueLimits().isEmpty() ? FREE_CLAIM : LIMITED_CLAIM);
        return bind(query, request, lows)
                .bind("now", database.clock().now())
                .run(statement -> read(statement.executeQuery(), lows));
    }

    /**
     * In a lane where others were quicker the statement looked on to the end, so that nothing else is left there, while other lanes may be
     * full. Each round leaves out one lane more at least, so that there are few.
     */
    @Override
    Take takeOn(ClaimRequest request, Take first) {
        SortedMap<Integer, Long> lows = new TreeMap<>(first.lows());
        List<Claimed> all = new ArrayList<>(first.claimed());
        for (Take last = first; !last.emptied().isEmpty(); ) {
            last.emptied().forEach(lane -> lows.put(lane, Long.MAX_VALUE));
            last = take(rest(request, all), lows);
            all.addAll(last.claimed());
        }
        all.sort(DISPATCH);
        return new Take(all, first.lows(), Set.of());
    }

    private static ClaimRequest rest(ClaimRequest request, List<Claimed> taken) {
        Map<String, Integer> limits = new HashMap<>(request.queueLimits());
        taken.forEach(one -> limits.computeIfPresent(one.run().job().queue(), (queue, limit) -> limit - 1));
        return new ClaimRequest(
                request.nodeId(), request.types(), request.runIds().subList(taken.size(), request.max()), limits);
    }

    /** @param take null when there is more to be moved first */
    private record WithDue(List<UUID> moved, @Nullable Take take) {}

    /** In one transaction, since each commit is a flush to disk and a job that is due should wait for one only. */
    @Override
    Take takeWithDue(ClaimRequest request) {
        WithDue first = database.write(handle -> {
            List<UUID> moved = delayed.promote(handle);
            return new WithDue(moved, DelayedJobs.isAll(moved) ? take(handle, request, lows()) : null);
        });
        Take take = first.take == null ? super.takeWithDue(request) : first.take;
        tellOfMoved(first.moved, take);
        return take;
    }

    /** The results of two statements that were run as one: how many rows the first stored, and what the second claimed. */
    @Nullable
    Take readSecond(PreparedStatement statement, SortedMap<Integer, Long> lows) throws SQLException {
        if (statement.getUpdateCount() == 0) {
            return null;
        }
        statement.getMoreResults();
        return read(statement.getResultSet(), lows);
    }

    /** They come in order as it is, but nothing says that they must; to sort them there again would be to write each down once more. */
    private Take read(ResultSet result, SortedMap<Integer, Long> lows) throws SQLException {
        List<Claimed> claimed = new ArrayList<>();
        Map<Integer, Long> seen = new HashMap<>();
        try (ResultSet rows = result) {
            while (rows.next()) {
                UUID runId = Get.idOrNull(rows, 1);
                if (runId == null) {
                    seen.put(JobTable.lane(rows, 6), rows.getLong(2));
                } else {
                    claimed.add(read(rows, runId));
                }
            }
        }
        claimed.sort(DISPATCH);
        claimed.forEach(one -> seen.computeIfPresent(one.lane(), (lane, jobs) -> jobs == 1 ? null : jobs - 1));
        return new Take(claimed, lows, seen.keySet());
    }

    private Claimed read(ResultSet rows, UUID runId) throws SQLException {
        JobSpec job = jobs.spec(rows, 6);
        RunToken token = new RunToken(runId, job.id(), rows.getLong(2));
        return new Claimed(
                new ClaimedRun(job, token, rows.getInt(3), rows.getInt(4), rows.getInt(5)),
                JobTable.lane(rows, 6),
                Micros.of(job.dueAt()));
    }

    static Query bind(Query query, ClaimRequest request, SortedMap<Integer, Long> lows) {
        return query.bind("node", request.nodeId())
                .bind("max", request.max())
                .bindArray("types", String.class, request.types())
                .bindArray("runs", UUID.class, request.runIds())
                .bindArray("lanes", Integer.class, List.copyOf(lows.keySet()))
                .bindArray("lows", Long.class, List.copyOf(lows.values()))
                .bindArray(
                        "queues",
                        String.class,
                        List.copyOf(request.queueLimits().keySet()))
                .bindArray(
                        "alloweds",
                        Integer.class,
                        List.copyOf(request.queueLimits().values()));
    }
}
