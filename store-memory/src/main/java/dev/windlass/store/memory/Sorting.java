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

    static final Comparator<JobEntry> EXPIRY = (a, b) -> {
        int byTime = Long.compare(a.expiresMicros(), b.expiresMicros());
        return byTime != 0 ? byTime : ids(a.id(), b.id());
    };

    static final Comparator<JobEntry> JOB_ID = (a, b) -> ids(a.id(), b.id());

    static final Comparator<EndedRun> RUN_ID = (a, b) -> ids(a.high, a.low, b.high, b.low);

    static final Comparator<EndedRun> FINISHED = (a, b) -> compare(a.finishedMicros, b.finishedMicros, a, b);

    static final Comparator<EndedRun> RUN_EXPIRY = (a, b) -> compare(a.expiresMicros, b.expiresMicros, a, b);

    private Sorting() {}

    /** By the bits, unsigned, as a database compares them. */
    static int ids(UUID a, UUID b) {
        return ids(
                a.getMostSignificantBits(),
                a.getLeastSignificantBits(),
                b.getMostSignificantBits(),
                b.getLeastSignificantBits());
    }

    private static int ids(long highA, long lowA, long highB, long lowB) {
        int high = Long.compareUnsigned(highA, highB);
        return high != 0 ? high : Long.compareUnsigned(lowA, lowB);
    }

    static int compareId(EndedRun run, UUID id) {
        return ids(run.high, run.low, id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    private static int compare(long timeA, long timeB, EndedRun a, EndedRun b) {
        int byTime = Long.compare(timeA, timeB);
        return byTime != 0 ? byTime : RUN_ID.compare(a, b);
    }

    static int compare(Instant timeA, UUID idA, Instant timeB, UUID idB) {
        int byTime = timeA.compareTo(timeB);
        return byTime != 0 ? byTime : ids(idA, idB);
    }

    static Instant finishedAt(JobRun run) {
        return orMax(run.finishedAt());
    }

    private static Instant orMax(@Nullable Instant instant) {
        return instant == null ? Instant.MAX : instant;
    }

    private static int byDueTime(JobEntry a, JobEntry b) {
        return compare(a.spec().dueAt(), a.id(), b.spec().dueAt(), b.id());
    }
}
