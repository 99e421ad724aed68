package dev.windlass.store.memory;

import dev.windlass.job.JobRun;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What things are sorted by. Every order is total, because ids are unique. */
final class Sorting {

    /** Dispatch order: higher priority, then due earlier, then smaller id. */
    static final Comparator<JobEntry> PLACE = (a, b) -> {
        int byPriority = Integer.compare(b.spec().priority(), a.spec().priority());
        return byPriority != 0 ? byPriority : Sorting.byDueTime(a, b);
    };

    /** Dispatch order within one priority. */
    static final Comparator<JobEntry> DUE = Sorting::byDueTime;

    static final Comparator<JobEntry> WAKE = (a, b) -> compare(a.wakeAt(), a.id(), b.wakeAt(), b.id());

    static final Comparator<JobEntry> CREATED =
            (a, b) -> compare(a.spec().createdAt(), a.id(), b.spec().createdAt(), b.id());

    static final Comparator<JobEntry> EXPIRY = (a, b) -> compare(a.expiresAt(), a.id(), b.expiresAt(), b.id());

    static final Comparator<JobEntry> JOB_ID = (a, b) -> ids(a.id(), b.id());

    static final Comparator<JobRun> RUN_ID = (a, b) -> ids(a.id(), b.id());

    static final Comparator<JobRun> FINISHED = (a, b) -> compare(finishedAt(a), a.id(), finishedAt(b), b.id());

    static final Comparator<JobRun> RUN_EXPIRY = (a, b) -> compare(expiresAt(a), a.id(), expiresAt(b), b.id());

    private Sorting() {}

    /** By the bits, unsigned, as a database compares them. */
    static int ids(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }

    static int compare(Instant timeA, UUID idA, Instant timeB, UUID idB) {
        int byTime = timeA.compareTo(timeB);
        return byTime != 0 ? byTime : ids(idA, idB);
    }

    static Instant finishedAt(JobRun run) {
        return orMax(run.finishedAt());
    }

    static Instant expiresAt(JobRun run) {
        return orMax(run.expiresAt());
    }

    private static Instant orMax(@Nullable Instant instant) {
        return instant == null ? Instant.MAX : instant;
    }

    private static int byDueTime(JobEntry a, JobEntry b) {
        return compare(a.spec().dueAt(), a.id(), b.spec().dueAt(), b.id());
    }
}
