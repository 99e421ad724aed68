package dev.windlass.internal;

import dev.windlass.job.JobSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Claimed jobs that wait for a slot, in dispatch order. A claim comes sorted and nearly always belongs behind what is held, so that
 * adding and taking cost the same however much is held; a heap of them was a tenth of the cost of a job in memory. Not thread-safe.
 */
final class HeldJobs {

    private static final Comparator<Attempt> ORDER = Comparator.comparing(HeldJobs::job, DispatchOrder.INSTANCE);

    private Deque<Attempt> held = new ArrayDeque<>();

    static JobSpec job(Attempt attempt) {
        return Objects.requireNonNull(attempt.claim()).job();
    }

    /** @param claimed in any order */
    void addAll(List<Attempt> claimed) {
        boolean sorted = true;
        Attempt last = held.peekLast();
        for (Attempt attempt : claimed) {
            sorted &= last == null || ORDER.compare(last, attempt) <= 0;
            held.add(attempt);
            last = attempt;
        }
        if (!sorted) {
            List<Attempt> all = new ArrayList<>(held);
            all.sort(ORDER);
            held = new ArrayDeque<>(all);
        }
    }

    @Nullable
    Attempt peek() {
        return held.peek();
    }

    @Nullable
    Attempt poll() {
        return held.poll();
    }

    int size() {
        return held.size();
    }

    /** @return null when it is not held */
    @Nullable
    Attempt remove(UUID jobId) {
        for (Iterator<Attempt> all = held.iterator(); all.hasNext(); ) {
            Attempt attempt = all.next();
            if (job(attempt).id().equals(jobId)) {
                all.remove();
                return attempt;
            }
        }
        return null;
    }

    List<Attempt> removeAll() {
        List<Attempt> all = new ArrayList<>(held);
        held.clear();
        return all;
    }
}
