package dev.windlass.store.jdbc;

import dev.windlass.spi.Transition.Next;
import dev.windlass.store.jdbc.RunTable.Ended;
import dev.windlass.store.jdbc.Waves.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ends runs that nothing comes after, and that no cancel request can hold up, on PostgreSQL: one statement that takes the live row and
 * writes the history. All other ends come here and go back: a round trip more for a batch, and 0.6 and 2.3 µs of
 * PostgreSQL's CPU a job (two pairs of runs).
 */
final class PlainEnds {

    private static final String END = """
            WITH d AS (
                DELETE FROM windlass_running r USING %1$s WHERE %2$s AND r.fence = i.fence
                RETURNING r.work_id, r.started_at AS was_started_at, r.has_chunks, r.starts,
                    CASE WHEN r.direct THEN NULL ELSE r.created_at END AS job_created_at, r.cancel_at, r.cancel_reason, %3$s),
            h AS (
                INSERT INTO windlass_run (starts, job_created_at, cancel_at, cancel_reason, %4$s)
                SELECT starts, job_created_at, cancel_at, cancel_reason, %4$s FROM d)
            SELECT work_id, was_started_at, has_chunks FROM d""";

    private PlainEnds() {}

    /**
     * A live row that was taken.
     *
     * @param startedAt null when it was only claimed
     * @param hasChunks whether bytes of artifacts were written
     */
    record Taken(@Nullable Long startedAt, boolean hasChunks) {}

    static boolean isPlain(Step step) {
        return step.finish != null
                && !step.finish.transition().unlessCancelled()
                && !(step.finish.transition().next() instanceof Next.Requeue);
    }

    /** Removes the rows whose tokens are live, and returns them by key. */
    static Map<UUID, Taken> take(Handle handle, Collection<Step> steps) {
        if (steps.isEmpty()) {
            return Map.of();
        }
        List<Ended> ended = new ArrayList<>(steps.size());
        boolean anyOfJobs = false;
        for (Step step : steps) {
            ended.add(RunSteps.ended(Objects.requireNonNull(step.finish).transition(), null));
            anyOfJobs |= step.token.jobId() != null;
        }
        Rows rows = RunTable.rows(ended);
        Map<UUID, Taken> taken = new HashMap<>(steps.size() * 2);
        rows.bindUsed(handle.createQuery(sql(rows, anyOfJobs)))
                .map(result -> taken.put(Get.id(result, 1), new Taken(Get.longOrNull(result, 2), result.getBoolean(3))))
                .list();
        return taken;
    }

    private static String sql(Rows rows, boolean anyOfJobs) {
        String columns = rows.usedColumns();
        return END.formatted(
                rows.usedSource(Dialect.POSTGRESQL),
                Planner.each("r.work_id", anyOfJobs ? "coalesce(i.job_id, i.id)" : "i.id"),
                "i." + columns.replace(", ", ", i."),
                columns);
    }
}
