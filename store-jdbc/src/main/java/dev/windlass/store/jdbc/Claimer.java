package dev.windlass.store.jdbc;

import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.ClaimedRun;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Takes jobs out of the queue for a node. */
abstract class Claimer {

    final Database database;
    final WaitingTables waiting;
    private final Watermarks watermarks;
    private final QueueGauge gauge;

    Claimer(Database database, WaitingTables waiting, Watermarks watermarks, QueueGauge gauge) {
        this.database = database;
        this.waiting = waiting;
        this.watermarks = watermarks;
        this.gauge = gauge;
    }

    /** A job as it was claimed, and from where in the queue. */
    record Claimed(ClaimedRun run, int lane, long dueAt) {}

    List<ClaimedRun> claim(ClaimRequest request) {
        database.checkOpen();
        if (request.types().isEmpty() || request.runIds().isEmpty()) {
            return List.of();
        }
        return taken(waiting.mayBeDue() ? takeWithDue(request) : take(request, lows()));
    }

    /** Notes what a transaction took that has committed. */
    final List<ClaimedRun> taken(List<Claimed> claimed) {
        claimed.forEach(one -> watermarks.claimed(one.lane, one.dueAt));
        gauge.added(-claimed.size());
        return claimed.stream().map(Claimed::run).toList();
    }

    /** As {@link #take}, after delayed jobs that are due were moved to where it looks. */
    List<Claimed> takeWithDue(ClaimRequest request) {
        waiting.promote();
        return take(request, lows());
    }

    /** From where on to look in each lane; empty for from the start. */
    final Map<Integer, Long> lows() {
        return watermarks.lows();
    }

    /**
     * One transaction that takes the next jobs, in dispatch order.
     *
     * @param lows the due time in each lane below which nothing is to be looked for
     */
    abstract List<Claimed> take(ClaimRequest request, Map<Integer, Long> lows);

    /** As the databases compare them: by bytes, where {@link UUID#compareTo} compares signed halves. */
    static int compareIds(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }
}
