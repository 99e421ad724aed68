package dev.windlass.store.memory;

import dev.windlass.job.JobRun;
import dev.windlass.job.RunQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One page of runs: the live ones, newest first by id, then the finished ones, newest first by their end. */
final class RunLister {

    private static final int LIVE = 1;
    private static final int FINISHED = 0;

    private final RunQuery query;
    final Scan<JobRun, JobRun> scan;

    RunLister(RunQuery query) {
        this.query = query;
        this.scan =
                new Scan<>(Cursor.parse(query.cursor()), query.limit(), this::matches, RunLister::place, run -> run);
    }

    void step(Tables tables) {
        Cursor visited = scan.visited();
        Iterator<JobRun> finished = finished(tables, visited);
        if (visited != null && visited.rank() == FINISHED) {
            scan.step(finished);
            return;
        }
        scan.step(new Chain<>(live(tables, visited), finished));
    }

    private Iterator<JobRun> live(Tables tables, @Nullable Cursor visited) {
        List<JobRun> live = new ArrayList<>();
        for (LiveRun run : tables.runs.live()) {
            UUID jobId = query.jobId();
            if (run.isVisible()
                    && (jobId == null || jobId.equals(run.token.jobId()))
                    && (visited == null || Sorting.ids(run.id(), visited.id()) < 0)) {
                live.add(Views.run(run));
            }
        }
        live.sort((a, b) -> Sorting.ids(b.id(), a.id()));
        return live.iterator();
    }

    private Iterator<JobRun> finished(Tables tables, @Nullable Cursor visited) {
        Cursor from = visited == null || visited.rank() == LIVE ? null : visited;
        SortedBlocks.Test<EndedRun> end = from == null ? null : run -> finishedAfter(run, from) >= 0;
        Instant before = query.finishedBefore();
        if (end == null && before != null) {
            end = run -> !run.finishedAt().isBefore(before);
        }
        UUID jobId = query.jobId();
        return new Whole(jobId == null ? tables.runs.byEnd().descending(end) : ofJob(tables.jobs.find(jobId), end));
    }

    private static Iterator<EndedRun> ofJob(@Nullable JobEntry job, SortedBlocks.@Nullable Test<EndedRun> end) {
        if (job == null) {
            return Collections.emptyIterator();
        }
        SortedBlocks<EndedRun> sorted = new SortedBlocks<>(Sorting.FINISHED);
        job.finishedRuns().forEach(sorted::add);
        return sorted.descending(end);
    }

    private static int finishedAfter(EndedRun run, Cursor cursor) {
        return Sorting.compare(run.finishedAt(), run.id(), cursor.time(), cursor.id());
    }

    private static Cursor place(JobRun run) {
        return run.status().isTerminal()
                ? new Cursor(FINISHED, Sorting.finishedAt(run), run.id())
                : new Cursor(LIVE, Instant.EPOCH, run.id());
    }

    private boolean matches(JobRun run) {
        return (query.statuses().isEmpty() || query.statuses().contains(run.status()))
                && (query.trigger() == null || query.trigger() == run.trigger())
                && (query.jobType() == null || query.jobType().equals(run.jobType()))
                && isWithin(run.finishedAt());
    }

    private boolean isWithin(@Nullable Instant finishedAt) {
        Instant after = query.finishedAfter();
        Instant before = query.finishedBefore();
        return (after == null || (finishedAt != null && !finishedAt.isBefore(after)))
                && (before == null || (finishedAt != null && finishedAt.isBefore(before)));
    }

    private record Whole(Iterator<EndedRun> ended) implements Iterator<JobRun> {
        @Override
        public boolean hasNext() {
            return ended.hasNext();
        }

        @Override
        public JobRun next() {
            return ended.next().run();
        }
    }

    private static final class Chain<E> implements Iterator<E> {
        private final Iterator<E> first;
        private final Iterator<E> second;

        Chain(Iterator<E> first, Iterator<E> second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public boolean hasNext() {
            return first.hasNext() || second.hasNext();
        }

        @Override
        public E next() {
            return first.hasNext() ? first.next() : second.next();
        }
    }
}
