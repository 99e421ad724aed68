package dev.windlass.store.jdbc;

import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.ClaimedRun;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;

/** Takes jobs out of the queue for a node. */
abstract class Claimer {

    final Database database;
    final DelayedJobs delayed;
    private final Watermarks watermarks;
    private final SecondLook secondLook;
    private final QueueGauge gauge;
    private final Signals signals;

    Claimer(Database database, DelayedJobs delayed, Watermarks watermarks, QueueGauge gauge, Signals signals) {
        this.database = database;
        this.delayed = delayed;
        this.watermarks = watermarks;
        this.secondLook = new SecondLook(watermarks::nanosToFullScan, signals);
        this.gauge = gauge;
        this.signals = signals;
    }

    /** A job as it was claimed, and from where in the queue. */
    record Claimed(ClaimedRun run, int lane, long dueAt) {}

    /**
     * What one transaction took, in dispatch order.
     *
     * @param lows the due time in each lane below which it did not look; empty when it looked everywhere
     * @param emptied lanes in which it saw more than it took, because others are taking that, and in which nothing else is left
     */
    record Take(List<Claimed> claimed, SortedMap<Integer, Long> lows, Set<Integer> emptied) {

        /** Whether all these jobs are among what it took, so that there is nothing for others. */
        boolean hasAll(Collection<UUID> jobIds) {
            Set<UUID> taken = new HashSet<>();
            claimed.forEach(one -> taken.add(one.run.job().id()));
            return taken.containsAll(jobIds);
        }
    }

    List<ClaimedRun> claim(ClaimRequest request) {
        database.checkOpen();
        if (request.types().isEmpty() || request.runIds().isEmpty()) {
            return List.of();
        }
        return taken(request, delayed.mayBeDue() ? takeWithDue(request) : take(request, lows()));
    }

    /** Goes on after a transaction that has committed, until nothing else can be taken just now. */
    final List<ClaimedRun> taken(ClaimRequest request, Take first) {
        Take take = takeOn(request, first);
        List<Claimed> claimed = take.claimed;
        claimed.forEach(one -> watermarks.claimed(one.lane, one.dueAt));
        gauge.added(-claimed.size());
        if (take.lows.isEmpty()) {
            watermarks.scanned();
        } else if (claimed.size() < request.max()) {
            secondLook.plan();
        }
        return claimed.stream().map(Claimed::run).toList();
    }

    /** As {@link #take}, after delayed jobs that are due were moved to where it looks. */
    Take takeWithDue(ClaimRequest request) {
        boolean moved = delayed.promote();
        Take take = take(request, lows());
        if (moved) {
            signals.workAdded();
        }
        return take;
    }

    /** Takes more when the first take fell short of what it saw. @return all that was taken */
    Take takeOn(ClaimRequest request, Take first) {
        return first;
    }

    /** Others that looked for these jobs while they were moved have passed over them, and have no reason to look again. */
    final void tellOfMoved(List<UUID> jobIds, Take take) {
        if (!take.hasAll(jobIds)) {
            signals.workAdded();
        }
    }

    /** From where on to look in each lane; empty for from the start. */
    final SortedMap<Integer, Long> lows() {
        return watermarks.lows();
    }

    /**
     * One transaction that takes the next jobs.
     *
     * @param lows the due time in each lane below which nothing is to be looked for
     */
    abstract Take take(ClaimRequest request, SortedMap<Integer, Long> lows);

    /** As the databases compare them: by bytes, where {@link UUID#compareTo} compares signed halves. */
    static int compareIds(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }
}
