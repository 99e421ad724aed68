package dev.windlass.store.jdbc;

import dev.windlass.job.JobSpec;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.RunToken;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Takes jobs out of the queue for a node. */
abstract class Claimer {

    final Database database;
    private final WaitingTables waiting;
    private final Watermarks watermarks;
    private final QueueGauge gauge;

    Claimer(Database database, WaitingTables waiting, Watermarks watermarks, QueueGauge gauge) {
        this.database = database;
        this.waiting = waiting;
        this.watermarks = watermarks;
        this.gauge = gauge;
    }

    /** A job as it was claimed. */
    record Claimed(UUID runId, Place place, JobSpec job) {

        private ClaimedRun run() {
            RunToken token = new RunToken(runId, job.id(), place.fence());
            return new ClaimedRun(job, token, place.attempts() + 1, place.starts(), place.statesSent());
        }
    }

    List<ClaimedRun> claim(ClaimRequest request) {
        database.checkOpen();
        if (request.types().isEmpty() || request.runIds().isEmpty()) {
            return List.of();
        }
        waiting.promote();
        List<Claimed> claimed = take(request, watermarks.lows());
        claimed.forEach(one -> watermarks.claimed(one.place.lane(), one.place.dueAt()));
        gauge.added(-claimed.size());
        return claimed.stream().map(Claimed::run).toList();
    }

    /**
     * One transaction that takes the next jobs, in dispatch order.
     *
     * @param lows the due time in each lane below which nothing is to be looked for
     */
    abstract List<Claimed> take(ClaimRequest request, Map<Integer, Long> lows);
}
