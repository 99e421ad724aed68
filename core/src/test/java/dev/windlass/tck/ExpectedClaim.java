package dev.windlass.tck;

import dev.windlass.job.Job;
import dev.windlass.job.JobQuery.Order;
import dev.windlass.job.JobStatus;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.QueueStats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What a claim must take, reckoned the slow way from what readers see. */
final class ExpectedClaim {

    private ExpectedClaim() {}

    /** @param claimed the jobs that nodes hold and have not started */
    static List<UUID> of(JobStore store, ClaimRequest request, Set<UUID> claimed, Instant now) {
        QueueStats stats = store.queueStats();
        Map<String, Integer> left = new HashMap<>(request.queueLimits());
        List<UUID> expected = new ArrayList<>();
        for (Job job : Invariants.allJobs(store, Order.DISPATCH, Set.of(JobStatus.QUEUED))) {
            String queue = job.spec().queue();
            boolean open = !stats.allPaused()
                    && !stats.pausedQueues().contains(queue)
                    && request.types().contains(job.spec().type())
                    && !claimed.contains(job.id())
                    && isDue(job, now);
            if (open && expected.size() < request.max() && left.getOrDefault(queue, 1) > 0) {
                expected.add(job.id());
                left.computeIfPresent(queue, (name, room) -> room - 1);
            }
        }
        return expected;
    }

    private static boolean isDue(Job job, Instant now) {
        Instant next = job.nextAttemptAt();
        return !job.spec().dueAt().isAfter(now) && (next == null || !next.isAfter(now));
    }
}
