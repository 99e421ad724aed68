package dev.windlass.store.jdbc;

import dev.windlass.job.JobRun;
import dev.windlass.job.Phase;
import dev.windlass.job.Progress;
import dev.windlass.spi.RunToken;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code windlass_running}. Each write names the key and the fence, and says which rows it hit. On PostgreSQL that is one statement; on
 * H2, which returns no rows from a join, it is a look and a write under the writers' lock.
 */
final class RunningTable {

    private static final String TAKE_POSTGRESQL = "DELETE FROM windlass_running r USING %s"
            + " WHERE " + Planner.each("r.work_id", "i.work_id")
            + " AND r.fence = i.token_fence AND NOT (i.unless_cancelled AND r.cancel_at IS NOT NULL)"
            + " AND NOT (i.unless_started AND r.started_at IS NOT NULL)"
            + " RETURNING " + Live.COLUMNS;

    private static final String CHANGES = "started_at = coalesce(r.started_at, i.new_start), phase = i.new_phase,"
            + " percent = CASE WHEN i.reported THEN i.new_percent ELSE r.percent END,"
            + " completed = CASE WHEN i.reported THEN i.new_completed ELSE r.completed END,"
            + " total = CASE WHEN i.reported THEN i.new_total ELSE r.total END,"
            + " message = CASE WHEN i.reported THEN i.new_message ELSE r.message END,"
            + " states_sent = i.new_sent, version = r.version + 1";

    private static final String UPDATE_POSTGRESQL = "UPDATE windlass_running r SET " + CHANGES + " FROM %s"
            + " WHERE " + Planner.each("r.work_id", "i.work_id") + " AND r.fence = i.token_fence"
            + " AND (r.started_at IS NULL OR i.new_start IS NULL) RETURNING r.work_id";

    private static final String UPDATE_H2 = "MERGE INTO windlass_running r USING (SELECT * FROM %s) i"
            + " ON r.work_id = i.work_id WHEN MATCHED THEN UPDATE SET " + CHANGES;

    private static final String INSERT_DIRECT = """
            INSERT INTO windlass_running (work_id, run_id, node_id, fence, created_at, claimed_at, due_at, lane, attempt, starts,
                lost_starts, states_sent, version, direct, has_chunks, direct_type, direct_trigger, direct_node)
            VALUES (:id, :id, :node, :fence, :at, :at, :at, 0, :attempt, 0, 0, 0, 0, true, false, :type, :trigger, :name)""";

    private static final UUID NO_NODE = new UUID(0, 0);

    private final Dialect dialect;

    RunningTable(Dialect dialect) {
        this.dialect = dialect;
    }

    static UUID workId(RunToken token) {
        return token.jobId() == null ? token.runId() : token.jobId();
    }

    /**
     * What {@link #take} wants: the row of this token.
     *
     * @param unlessCancelled not when somebody asked to cancel its job
     * @param unlessStarted not when it has started, and nothing direct
     */
    record Wanted(RunToken token, boolean unlessCancelled, boolean unlessStarted) {

        private boolean fits(@Nullable Live live) {
            return live != null
                    && live.place().fence() == token.fence()
                    && !(unlessCancelled && live.place().cancelAt() != null)
                    && !(unlessStarted && live.isStarted());
        }
    }

    /** Removes the rows whose tokens are live, and returns them by key. */
    Map<UUID, Live> take(Handle handle, Collection<Wanted> wanted) {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        return dialect.isShared() ? takePostgres(handle, wanted) : takeH2(handle, wanted);
    }

    private static Map<UUID, Live> takePostgres(Handle handle, Collection<Wanted> wanted) {
        Rows rows =
                new Rows("work_id uuid", "token_fence bigint", "unless_cancelled boolean", "unless_started boolean");
        for (Wanted one : wanted) {
            rows.add(workId(one.token), one.token.fence(), one.unlessCancelled, one.unlessStarted);
        }
        return byKey(rows.bind(handle.createQuery(TAKE_POSTGRESQL.formatted(rows.source(Dialect.POSTGRESQL))))
                .map(result -> Live.read(result, 1))
                .list());
    }

    private Map<UUID, Live> takeH2(Handle handle, Collection<Wanted> wanted) {
        Map<UUID, Live> rows =
                find(handle, wanted.stream().map(one -> workId(one.token)).toList());
        Map<UUID, Live> taken = new HashMap<>();
        for (Wanted one : wanted) {
            Live live = rows.get(workId(one.token));
            if (live != null && one.fits(live)) {
                taken.put(live.workId(), live);
            }
        }
        delete(handle, taken.keySet());
        return taken;
    }

    void delete(Handle handle, Collection<UUID> workIds) {
        handle.createUpdate("DELETE FROM windlass_running WHERE work_id = ANY(:ids)")
                .bindArray("ids", UUID.class, List.copyOf(workIds))
                .execute();
    }

    /** Rows that exist, by key, whatever their fence. */
    Map<UUID, Live> find(Handle handle, Collection<UUID> workIds) {
        return byKey(
                handle.createQuery("SELECT " + Live.COLUMNS + " FROM windlass_running r WHERE r.work_id = ANY(:ids)")
                        .bindArray("ids", UUID.class, List.copyOf(workIds))
                        .map(rows -> Live.read(rows, 1))
                        .list());
    }

    private static Map<UUID, Live> byKey(List<Live> rows) {
        Map<UUID, Live> byKey = new HashMap<>(rows.size() * 2);
        rows.forEach(live -> byKey.put(live.workId(), live));
        return byKey;
    }

    /** Finds the row and locks it against every other writer. */
    Optional<Live> lock(Handle handle, UUID workId) {
        return handle.createQuery(
                        "SELECT " + Live.COLUMNS + " FROM windlass_running r WHERE r.work_id = :id FOR UPDATE")
                .bind("id", workId)
                .map(rows -> Live.read(rows, 1))
                .findOne();
    }

    /**
     * A start, a report or both in one.
     *
     * @param startedAt null when it is no start
     * @param progress null when it is no report
     */
    record Change(
            RunToken token,
            @Nullable Long startedAt,
            Phase phase,
            @Nullable Progress progress,
            int statesSent) {

        private boolean fits(@Nullable Live live) {
            return live != null && live.place().fence() == token.fence() && (!live.isStarted() || startedAt == null);
        }

        private void addTo(Rows rows) {
            Progress shown = progress == null ? Progress.NONE : progress;
            rows.add(
                    workId(token),
                    token.fence(),
                    startedAt,
                    phase.ordinal(),
                    progress != null,
                    shown.percent(),
                    shown.completed(),
                    shown.total(),
                    Text.cleanOrNull(shown.message()),
                    statesSent);
        }
    }

    /** Writes the changes whose tokens are live, and returns the keys of the rows that they hit. One change for each row. */
    Set<UUID> update(Handle handle, List<Change> changes) {
        List<Change> fitting = dialect.isShared() ? changes : fitting(handle, changes);
        if (fitting.isEmpty()) {
            return Set.of();
        }
        Rows rows = new Rows(
                "work_id uuid",
                "token_fence bigint",
                "new_start bigint",
                "new_phase integer",
                "reported boolean",
                "new_percent integer",
                "new_completed bigint",
                "new_total bigint",
                "new_message varchar",
                "new_sent integer");
        fitting.forEach(change -> change.addTo(rows));
        if (dialect.isShared()) {
            return rows.bind(handle.createQuery(UPDATE_POSTGRESQL.formatted(rows.source(dialect))))
                    .map(result -> Get.id(result, 1))
                    .set();
        }
        rows.bind(handle.createUpdate(UPDATE_H2.formatted(rows.source()))).execute();
        return fitting.stream().map(change -> workId(change.token)).collect(Collectors.toSet());
    }

    private List<Change> fitting(Handle handle, List<Change> changes) {
        Map<UUID, Live> rows = find(
                handle, changes.stream().map(change -> workId(change.token)).toList());
        return changes.stream()
                .filter(change -> change.fits(rows.get(workId(change.token))))
                .toList();
    }

    void insertDirect(Handle handle, JobRun run) {
        handle.createUpdate(INSERT_DIRECT)
                .bind("id", run.id())
                .bind("node", run.nodeId() == null ? NO_NODE : run.nodeId())
                .bind("fence", run.fence())
                .bind("at", Micros.of(run.createdAt()))
                .bind("attempt", run.attempt())
                .bind("type", run.jobType())
                .bind("trigger", run.trigger().ordinal())
                .bind("name", Text.cleanOrNull(run.node()))
                .execute();
    }
}
