package dev.windlass.internal;

import dev.windlass.job.OverloadedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The direct executions that wait on this node, oldest first. A place is reserved before a run is stored and filled after it, so that
 * nothing is stored that could not wait. Not thread-safe.
 */
final class DirectLane {

    private final int places;
    private final Deque<Attempt> waiting = new ArrayDeque<>();
    private int reserved;

    DirectLane(int places) {
        this.places = places;
    }

    /** @throws OverloadedException when too many wait */
    void reserve() {
        if (reserved >= places) {
            throw new OverloadedException("Too many direct executions are waiting");
        }
        reserved++;
    }

    void giveUpPlace() {
        reserved--;
    }

    void add(Attempt attempt) {
        waiting.add(attempt);
    }

    @Nullable
    Attempt poll() {
        Attempt next = waiting.poll();
        if (next != null) {
            reserved--;
        }
        return next;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    List<Attempt> removeAll() {
        List<Attempt> all = new ArrayList<>(waiting);
        waiting.clear();
        reserved -= all.size();
        return all;
    }
}
