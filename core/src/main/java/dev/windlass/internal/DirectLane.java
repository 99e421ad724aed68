package dev.windlass.internal;

import dev.windlass.job.OverloadedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The direct executions that wait on this node, oldest first. A place is reserved before a run is stored and filled after it, so that
 * nothing is stored that could not wait. Thread-safe.
 */
final class DirectLane {

    private final Semaphore places;
    private final Queue<Attempt> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    DirectLane(int places) {
        this.places = new Semaphore(places);
    }

    /** Keeps a place. @throws OverloadedException when too many wait, or the node is stopping */
    void reserve() {
        if (closed) {
            throw stopping();
        }
        if (!places.tryAcquire()) {
            throw new OverloadedException("Too many direct executions are waiting");
        }
    }

    /** Gives a place up that was reserved in vain. */
    void giveUpPlace() {
        places.release();
    }

    /** Fills a place that was reserved. @throws OverloadedException when the node has begun to stop */
    void add(Attempt attempt) {
        waiting.add(attempt);
        // In this order, so that it is never left behind by a slot that ends; one may have taken it meanwhile.
        if (closed && waiting.remove(attempt)) {
            places.release();
            throw stopping();
        }
    }

    private static OverloadedException stopping() {
        return new OverloadedException("The node is stopping");
    }

    @Nullable
    Attempt poll() {
        Attempt next = waiting.poll();
        if (next != null) {
            places.release();
        }
        return next;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Takes nothing more; what waits may still be polled. */
    void close() {
        closed = true;
    }

    List<Attempt> removeAll() {
        List<Attempt> all = new ArrayList<>();
        for (Attempt next = poll(); next != null; next = poll()) {
            all.add(next);
        }
        return all;
    }
}
