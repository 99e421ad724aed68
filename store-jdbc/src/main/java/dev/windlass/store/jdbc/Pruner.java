package dev.windlass.store.jdbc;

import dev.windlass.spi.PruneReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Deletes what has been kept for long enough: each kind in a bounded transaction of its own, so that no lock lasts. */
final class Pruner {

    /** How long a settled delivery is kept that never had a job, or was given up, or was made after its job was gone. */
    private static final Duration ORPHANS_KEPT = Duration.ofDays(7);

    /** Where writers take turns, a claim that comes meanwhile has to wait for no more than this. */
    static final int TURN = 100;

    private static final String LOOK = """
            SELECT EXISTS (SELECT 1 FROM windlass_run WHERE forget_at <= :at),
                EXISTS (SELECT 1 FROM windlass_cancelled WHERE expires_at <= :at),
                EXISTS (SELECT 1 FROM windlass_idempotency WHERE expires_at <= :at),
                EXISTS (SELECT 1 FROM windlass_fire WHERE expires_at <= :at),
                EXISTS (SELECT 1 FROM windlass_delivery WHERE NOT owned AND settled_at < :before),
                EXISTS (SELECT 1 FROM windlass_lane WHERE retired = false AND used_at < {now} - :lane_age)
                    OR EXISTS (SELECT 1 FROM windlass_lane WHERE retired = true) AND EXISTS (SELECT 1 FROM windlass_ready),
                """ + NodeTable.TO_SWEEP;

    private static final String THESE_TAGS = "t.tag = i.in_tag AND t.created_at = i.in_created AND t.job_id = i.in_id";

    private static final String FORGET_TAGS = "DELETE FROM windlass_job_tag t USING %s WHERE " + THESE_TAGS;

    private static final String FORGET_TAGS_H2 =
            "MERGE INTO windlass_job_tag t USING (SELECT * FROM %s) i ON " + THESE_TAGS + " WHEN MATCHED THEN DELETE";

    /** Of what there is something to delete: mostly of nothing, and an idle node should not cost a transaction for each kind. */
    private record Look(
            boolean ended,
            boolean cancelled,
            boolean keys,
            boolean fires,
            boolean orphans,
            boolean lanes,
            boolean nodes) {}

    /** A thing whose time is over. */
    private record Expired(UUID id, boolean isJob) {}

    private final Database database;
    private final ArtifactTable artifacts;
    private final NodeTable nodes;
    private final SettledDeliveries deliveries;

    Pruner(Database database, ArtifactTable artifacts, NodeTable nodes) {
        this.database = database;
        this.nodes = nodes;
        this.artifacts = artifacts;
        this.deliveries = new SettledDeliveries(database.dialect());
    }

    PruneReport prune(Instant now, int limit) {
        int turn = database.dialect().isShared() ? limit : Math.min(limit, TURN);
        PruneReport report = step(now, turn);
        for (int done = turn; report.more() && done < limit; done += turn) {
            report = sum(report, step(now, Math.min(turn, limit - done)));
        }
        return report;
    }

    private static PruneReport sum(PruneReport before, PruneReport last) {
        return new PruneReport(
                before.jobs() + last.jobs(),
                before.runs() + last.runs(),
                before.keys() + last.keys(),
                before.deliveries() + last.deliveries(),
                last.more());
    }

    private PruneReport step(Instant now, int limit) {
        long at = Micros.of(now);
        long orphansBefore = Micros.of(now.minus(ORPHANS_KEPT));
        Look look = look(at, orphansBefore);
        int[] count = look.ended ? database.write(handle -> pruneEnded(handle, at, limit)) : new int[4];
        int cancelled =
                look.cancelled ? database.write(handle -> pruneCancelled(handle, at, limit - count[0], count)) : 0;
        int keys = look.keys ? prune("windlass_idempotency", "scope, idem_key", at, limit) : 0;
        int fires = look.fires ? prune("windlass_fire", "schedule_id, fire_at", at, limit) : 0;
        // A job that is forgotten now may leave deliveries whose own time is over too.
        boolean mayLeave = look.orphans || look.ended || look.cancelled;
        int orphans = mayLeave ? database.write(handle -> deliveries.forgetOrphans(handle, orphansBefore, limit)) : 0;
        if (look.lanes) {
            LaneRetirement.retireUnused(database);
        }
        if (look.nodes) {
            database.write(nodes::sweep);
        }
        int jobs = count[0] + cancelled;
        boolean more = Math.max(Math.max(jobs, count[3]), Math.max(Math.max(keys, fires), orphans)) >= limit;
        return new PruneReport(jobs, count[1], keys, count[2] + orphans, more);
    }

    private Look look(long at, long orphansBefore) {
        return database.read(handle -> nodes.bindAges(handle.createQuery(LOOK))
                .bind("at", at)
                .bind("before", orphansBefore)
                .bind("lane_age", Micros.of(LaneTable.RETIRED_AFTER))
                .map(rows -> new Look(
                        rows.getBoolean(1),
                        rows.getBoolean(2),
                        rows.getBoolean(3),
                        rows.getBoolean(4),
                        rows.getBoolean(5),
                        rows.getBoolean(6),
                        rows.getBoolean(7)))
                .one());
    }

    /** @return jobs, runs, deliveries, and all expired things that were met */
    private int[] pruneEnded(Handle handle, long at, int limit) {
        List<Expired> expired = handle.createQuery("SELECT id, job_id FROM windlass_run WHERE forget_at <= :at"
                        + " ORDER BY forget_at LIMIT :limit"
                        + database.dialect().lockFree())
                .bind("at", at)
                .bind("limit", limit)
                .map(rows -> {
                    UUID job = Get.idOrNull(rows, 2);
                    return new Expired(job == null ? Get.id(rows, 1) : job, job != null);
                })
                .list();
        List<UUID> jobs = ids(expired, true);
        List<UUID> direct = ids(expired, false);
        int[] count = forgetJobs(handle, jobs);
        int[] more = forgetDirect(handle, direct);
        return new int[] {jobs.size(), count[0] + more[0], count[1] + more[1], expired.size()};
    }

    private static List<UUID> ids(List<Expired> expired, boolean jobs) {
        return expired.stream()
                .filter(one -> one.isJob == jobs)
                .map(Expired::id)
                .toList();
    }

    private int pruneCancelled(Handle handle, long at, int limit, int[] count) {
        if (limit <= 0) {
            return 0;
        }
        List<UUID> jobs = handle.createQuery("SELECT job_id FROM windlass_cancelled WHERE expires_at <= :at"
                        + " ORDER BY expires_at LIMIT :limit"
                        + database.dialect().lockFree())
                .bind("at", at)
                .bind("limit", limit)
                .map(rows -> Get.id(rows, 1))
                .list();
        int[] gone = forgetJobs(handle, jobs);
        count[1] += gone[0];
        count[2] += gone[1];
        return jobs.size();
    }

    /** @return runs and deliveries */
    private int[] forgetJobs(Handle handle, List<UUID> jobs) {
        if (jobs.isEmpty()) {
            return new int[2];
        }
        int gone = deliveries.forgetOf(handle, "job_id = ANY(:ids)", jobs);
        artifacts.deleteOfJobs(handle, jobs);
        int runs = delete(handle, "DELETE FROM windlass_run WHERE job_id = ANY(:ids)", jobs);
        delete(handle, "DELETE FROM windlass_cancelled WHERE job_id = ANY(:ids)", jobs);
        forgetTags(handle, jobs);
        delete(
                handle,
                "DELETE FROM windlass_schedule_job WHERE job_id = ANY(:ids) AND schedule_id IN"
                        + " (SELECT schedule_id FROM windlass_job WHERE id = ANY(:ids))",
                jobs);
        delete(handle, "DELETE FROM windlass_job WHERE id = ANY(:ids)", jobs);
        return new int[] {runs, gone};
    }

    private void forgetTags(Handle handle, List<UUID> jobs) {
        Rows rows = new Rows("in_tag varchar", "in_created bigint", "in_id uuid");
        handle.createQuery("SELECT id, created_at, tags FROM windlass_job WHERE id = ANY(:ids) AND tags IS NOT NULL")
                .bindArray("ids", UUID.class, jobs)
                .map(result -> {
                    UUID id = Get.id(result, 1);
                    long createdAt = result.getLong(2);
                    JsonText.strings(result.getString(3)).forEach(tag -> rows.add(tag, createdAt, id));
                    return id;
                })
                .list();
        if (!rows.isEmpty()) {
            String sql = database.dialect().isShared() ? FORGET_TAGS : FORGET_TAGS_H2;
            rows.bind(handle.createUpdate(sql.formatted(rows.source()))).execute();
        }
    }

    /** @return runs and deliveries */
    private int[] forgetDirect(Handle handle, List<UUID> runs) {
        if (runs.isEmpty()) {
            return new int[2];
        }
        int gone = deliveries.forgetOf(handle, "job_id IS NULL AND run_id = ANY(:ids)", runs);
        artifacts.deleteOf(handle, runs);
        delete(handle, "DELETE FROM windlass_run WHERE id = ANY(:ids)", runs);
        return new int[] {runs.size(), gone};
    }

    private int prune(String table, String key, long at, int limit) {
        // H2 would look for the keys anew at each row; PostgreSQL knows no limit here.
        String some = database.dialect().isShared()
                ? "(" + key + ") IN (SELECT " + key + " FROM " + table
                        + " WHERE expires_at <= :at ORDER BY expires_at LIMIT :limit)"
                : "expires_at <= :at FETCH FIRST :limit ROWS ONLY";
        return database.write(handle -> handle.createUpdate("DELETE FROM " + table + " WHERE " + some)
                .bind("at", at)
                .bind("limit", limit)
                .execute());
    }

    static int delete(Handle handle, String sql, List<UUID> ids) {
        return handle.createUpdate(sql).bindArray("ids", UUID.class, ids).execute();
    }
}
