package dev.windlass.store.memory;

import dev.windlass.job.JobSpec;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All jobs, and the orders in which they are looked for. */
final class JobTable {

    /** Ids grow with time, so that jobs are appended; a hash map costs two cache misses a job, and 48 bytes. */
    private final SortedBlocks<JobEntry> jobs = new SortedBlocks<>(Sorting.JOB_ID);

    private final SortedBlocks<JobEntry> byCreation = new SortedBlocks<>(Sorting.CREATED);
    private final SortedBlocks<JobEntry> byExpiry = new SortedBlocks<>(Sorting.EXPIRY);
    private final Map<UUID, SortedBlocks<JobEntry>> liveBySchedule = new HashMap<>();

    @Nullable
    JobEntry find(UUID id) {
        JobEntry job = jobs.firstWhere(other -> Sorting.ids(other.id(), id) >= 0);
        return job != null && job.id().equals(id) ? job : null;
    }

    boolean contains(UUID id) {
        return find(id) != null;
    }

    JobEntry add(JobSpec spec) {
        JobEntry job = new JobEntry(spec);
        jobs.add(job);
        byCreation.add(job);
        UUID schedule = spec.scheduleId();
        if (schedule != null) {
            liveBySchedule
                    .computeIfAbsent(schedule, unused -> new SortedBlocks<>(Sorting.CREATED))
                    .add(job);
        }
        return job;
    }

    /** Its end has been set. */
    void ended(JobEntry job) {
        byExpiry.add(job);
        UUID schedule = job.spec().scheduleId();
        SortedBlocks<JobEntry> live = schedule == null ? null : liveBySchedule.get(schedule);
        if (live != null && live.remove(job) && live.isEmpty()) {
            liveBySchedule.remove(schedule);
        }
    }

    /** Forgets a job that has ended. */
    void forget(JobEntry job) {
        jobs.remove(job);
        byCreation.remove(job);
        byExpiry.remove(job);
    }

    SortedBlocks<JobEntry> byCreation() {
        return byCreation;
    }

    SortedBlocks<JobEntry> byExpiry() {
        return byExpiry;
    }

    /** Its jobs that have not ended, oldest first. */
    Iterator<JobEntry> liveOf(UUID scheduleId) {
        SortedBlocks<JobEntry> live = liveBySchedule.get(scheduleId);
        return live == null ? java.util.Collections.emptyIterator() : live.ascending(null);
    }
}
