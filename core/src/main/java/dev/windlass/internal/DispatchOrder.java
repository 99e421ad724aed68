package dev.windlass.internal;

import dev.windlass.job.JobSpec;
import java.util.Comparator;

/** The order of the queue: priority (higher first), due time, id (as unsigned bits, which is the order of time). */
final class DispatchOrder implements Comparator<JobSpec> {

    static final DispatchOrder INSTANCE = new DispatchOrder();

    private DispatchOrder() {}

    @Override
    public int compare(JobSpec a, JobSpec b) {
        if (a.priority() != b.priority()) {
            return Integer.compare(b.priority(), a.priority());
        }
        int due = a.dueAt().compareTo(b.dueAt());
        if (due != 0) {
            return due;
        }
        int high = Long.compareUnsigned(a.id().getMostSignificantBits(), b.id().getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(a.id().getLeastSignificantBits(), b.id().getLeastSignificantBits());
    }
}
