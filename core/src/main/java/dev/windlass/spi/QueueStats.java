package dev.windlass.spi;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How full the queue is.
 *
 * @param ready waiting and due
 * @param delayed waiting for their due time or for the next attempt
 * @param running claimed and started, direct runs included
 * @param oldestDueAt due time of the job that has waited longest; null when none waits
 * @param pausedQueues names of single queues that are paused
 * @param allPaused whether everything is paused
 */
public record QueueStats(
        long ready,
        long delayed,
        long running,
        @Nullable Instant oldestDueAt,
        Set<String> pausedQueues,
        boolean allPaused) {

    public QueueStats {
        pausedQueues = Set.copyOf(pausedQueues);
    }
}
