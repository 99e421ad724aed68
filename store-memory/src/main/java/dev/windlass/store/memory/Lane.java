package dev.windlass.store.memory;

import dev.windlass.job.JobSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ready jobs of one queue and type, by priority. Taking the first costs the same whatever waits behind it. */
final class Lane {

    final String queue;
    final String type;
    private final List<@Nullable SortedBlocks<JobEntry>> levels = new ArrayList<>();
    /** Bit n is set when priority n has jobs. */
    private int occupied;

    private int size;

    Lane(String queue, String type) {
        this.queue = queue;
        this.type = type;
        for (int priority = 0; priority <= JobSpec.HIGHEST_PRIORITY; priority++) {
            levels.add(null);
        }
    }

    boolean isEmpty() {
        return occupied == 0;
    }

    int size() {
        return size;
    }

    void add(JobEntry job) {
        int priority = job.spec().priority();
        SortedBlocks<JobEntry> level = levels.get(priority);
        if (level == null) {
            level = new SortedBlocks<>(Sorting.DUE);
            levels.set(priority, level);
        }
        level.add(job);
        occupied |= 1 << priority;
        size++;
    }

    boolean remove(JobEntry job) {
        SortedBlocks<JobEntry> level = levels.get(job.spec().priority());
        if (level == null || !level.remove(job)) {
            return false;
        }
        taken(job, level);
        return true;
    }

    JobEntry peek() {
        return top().first();
    }

    JobEntry poll() {
        SortedBlocks<JobEntry> level = top();
        JobEntry job = level.pollFirst();
        taken(job, level);
        return job;
    }

    private void taken(JobEntry job, SortedBlocks<JobEntry> level) {
        size--;
        if (level.isEmpty()) {
            occupied &= ~(1 << job.spec().priority());
        }
    }

    private SortedBlocks<JobEntry> top() {
        SortedBlocks<JobEntry> level = levels.get(31 - Integer.numberOfLeadingZeros(occupied));
        if (level == null) {
            throw new IllegalStateException("An occupied level has no jobs");
        }
        return level;
    }

    /** How many of its jobs are dispatched before this one. */
    int ahead(JobEntry job) {
        int priority = job.spec().priority();
        int ahead = 0;
        for (int i = priority; i <= JobSpec.HIGHEST_PRIORITY; i++) {
            SortedBlocks<JobEntry> level = levels.get(i);
            if (level != null) {
                ahead += i == priority ? level.rank(job) : level.size();
            }
        }
        return ahead;
    }

    @Nullable
    Instant oldestDueAt() {
        Instant oldest = null;
        for (SortedBlocks<JobEntry> level : levels) {
            if (level != null && !level.isEmpty()) {
                oldest = earlier(oldest, level.first().spec().dueAt());
            }
        }
        return oldest;
    }

    static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return b.isBefore(a) ? b : a;
    }

    /** The jobs of each priority in dispatch order, highest first. */
    List<SortedBlocks<JobEntry>> levels() {
        List<SortedBlocks<JobEntry>> present = new ArrayList<>();
        for (int i = JobSpec.HIGHEST_PRIORITY; i >= 0; i--) {
            SortedBlocks<JobEntry> level = levels.get(i);
            if (level != null && !level.isEmpty()) {
                present.add(level);
            }
        }
        return present;
    }
}
