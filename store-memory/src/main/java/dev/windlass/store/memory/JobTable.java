package dev.windlass.store.memory;

import dev.windlass.job.JobSpec;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All jobs, and the orders in which they are looked for. */
final class JobTable {

    private final Map<UUID, JobEntry> jobs = new HashMap<>();
    private final SortedBlocks<JobEntry> byCreation = new SortedBlocks<>(Sorting.CREATED);
    private final SortedBlocks<JobEntry> byExpiry = new SortedBlocks<>(Sorting.EXPIRY);
    private final Map<UUID, SortedBlocks<JobEntry>> liveBySchedule = new HashMap<>();

    @Nullable
    JobEntry find(UUID id) {
        return jobs.get(id);
    }

    boolean contains(UUID id) {
        return jobs.containsKey(id);
    }

    JobEntry add(JobSpec spec) {
        JobEntry job = new JobEntry(spec);
        jobs.put(spec.id(), job);
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
        jobs.remove(job.id());
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
