package dev.windlass.store.memory;

import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobQuery.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One page of jobs. */
final class JobLister {

    private final JobQuery query;
    final Scan<JobEntry, Job> scan;

    JobLister(JobQuery query) {
        this.query = query;
        this.scan = new Scan<>(Cursor.parse(query.cursor()), query.limit(), this::matches, this::place, Views::job);
    }

    void step(Tables tables) {
        scan.step(from(tables, scan.visited()));
    }

    private Iterator<JobEntry> from(Tables tables, @Nullable Cursor visited) {
        return switch (query.order()) {
            case CREATED_ASC -> oldestFirst(tables, visited);
            case CREATED_DESC -> newestFirst(tables, visited);
            case DISPATCH -> inDispatchOrder(tables, visited);
        };
    }

    private Iterator<JobEntry> oldestFirst(Tables tables, @Nullable Cursor visited) {
        Instant after = query.createdAfter();
        if (visited != null) {
            return tables.jobs.byCreation().ascending(job -> createdAfter(job, visited) > 0);
        }
        return tables.jobs
                .byCreation()
                .ascending(after == null ? null : job -> !job.spec().createdAt().isBefore(after));
    }

    private Iterator<JobEntry> newestFirst(Tables tables, @Nullable Cursor visited) {
        Instant before = query.createdBefore();
        if (visited != null) {
            return tables.jobs.byCreation().descending(job -> createdAfter(job, visited) >= 0);
        }
        return tables.jobs
                .byCreation()
                .descending(
                        before == null ? null : job -> !job.spec().createdAt().isBefore(before));
    }

    private static int createdAfter(JobEntry job, Cursor cursor) {
        return Sorting.compare(job.spec().createdAt(), job.id(), cursor.time(), cursor.id());
    }

    private static Iterator<JobEntry> inDispatchOrder(Tables tables, @Nullable Cursor visited) {
        SortedBlocks.Test<JobEntry> start = visited == null ? null : job -> isBehind(job, visited);
        List<Iterator<JobEntry>> sources = new ArrayList<>();
        for (SortedBlocks<JobEntry> sorted : tables.queue.allInDispatchOrder()) {
            sources.add(sorted.ascending(start));
        }
        sources.add(claimed(tables).ascending(start));
        return new Merge<>(sources, Sorting.PLACE);
    }

    /** What nodes have taken and not started reads as QUEUED; it is never more than they can hold. */
    private static SortedBlocks<JobEntry> claimed(Tables tables) {
        SortedBlocks<JobEntry> claimed = new SortedBlocks<>(Sorting.PLACE);
        for (LiveRun run : tables.runs.live()) {
            if (run.job != null && !run.isStarted()) {
                claimed.add(run.job);
            }
        }
        return claimed;
    }

    private static boolean isBehind(JobEntry job, Cursor cursor) {
        int priority = job.spec().priority();
        if (priority != cursor.rank()) {
            return priority < cursor.rank();
        }
        return Sorting.compare(job.spec().dueAt(), job.id(), cursor.time(), cursor.id()) > 0;
    }

    private Cursor place(JobEntry job) {
        return query.order() == Order.DISPATCH
                ? new Cursor(job.spec().priority(), job.spec().dueAt(), job.id())
                : new Cursor(0, job.spec().createdAt(), job.id());
    }

    private boolean matches(JobEntry job) {
        return (query.statuses().isEmpty() || query.statuses().contains(job.status()))
                && isOrAny(query.jobType(), job.spec().type())
                && isOrAny(query.queue(), job.spec().queue())
                && isOrAny(query.templateId(), job.spec().templateId())
                && isOrAny(query.scheduleId(), job.spec().scheduleId())
                && (query.tag() == null || job.spec().tags().contains(query.tag()))
                && isWithin(job.spec().createdAt());
    }

    private boolean isWithin(Instant createdAt) {
        Instant after = query.createdAfter();
        Instant before = query.createdBefore();
        return (after == null || !createdAt.isBefore(after)) && (before == null || createdAt.isBefore(before));
    }

    private static boolean isOrAny(@Nullable String wanted, String actual) {
        return wanted == null || wanted.equals(actual);
    }

    private static boolean isOrAny(@Nullable UUID wanted, @Nullable UUID actual) {
        return wanted == null || wanted.equals(actual);
    }
}
