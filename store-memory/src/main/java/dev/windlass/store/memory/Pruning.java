package dev.windlass.store.memory;

import dev.windlass.spi.PruneReport;
import java.time.Instant;
import java.util.UUID;

/** Forgets what has been kept for long enough. */
final class Pruning {

    private final Tables tables;
    private final Firings firings;

    Pruning(Tables tables, Firings firings) {
        this.tables = tables;
        this.firings = firings;
    }

    PruneReport prune(Instant now, int limit) {
        Count count = new Count();
        while (count.jobs < limit && hasExpiredJob(now)) {
            forget(tables.jobs.byExpiry().first(), count);
        }
        int direct = 0;
        while (direct < limit && hasExpiredRun(now)) {
            forget(tables.runs.directByExpiry().first(), count);
            direct++;
        }
        int keys = tables.keys.prune(now, limit);
        int orphans = tables.deliveries.pruneOrphans(now, limit);
        boolean moreFires = firings.prune(now, limit);
        boolean more = Math.max(Math.max(count.jobs, direct), Math.max(keys, orphans)) >= limit || moreFires;
        return new PruneReport(count.jobs, count.runs, keys, count.deliveries + orphans, more);
    }

    private static final class Count {
        private int jobs;
        private int runs;
        private int deliveries;
    }

    private boolean hasExpiredJob(Instant now) {
        SortedBlocks<JobEntry> jobs = tables.jobs.byExpiry();
        return !jobs.isEmpty() && jobs.first().expiresMicros() <= EndedRun.micros(now);
    }

    private boolean hasExpiredRun(Instant now) {
        SortedBlocks<EndedRun> runs = tables.runs.directByExpiry();
        return !runs.isEmpty() && runs.first().isExpired(now);
    }

    private void forget(JobEntry job, Count count) {
        for (EndedRun run : job.finishedRuns()) {
            tables.runs.forget(run);
            tables.artifacts.forget(run.id());
            count.runs++;
        }
        tables.jobs.forget(job);
        gone(job.id(), count);
        count.jobs++;
    }

    private void forget(EndedRun run, Count count) {
        tables.runs.forget(run);
        tables.artifacts.forget(run.id());
        gone(run.id(), count);
        count.runs++;
    }

    private void gone(UUID owner, Count count) {
        count.deliveries += tables.deliveries.forgetOwner(owner);
        tables.signals.changed(owner);
    }
}
