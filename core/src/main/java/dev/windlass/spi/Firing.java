package dev.windlass.spi;

import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One step of a schedule: the fires that are due, and when it is due next.
 *
 * @param expectedFireAt the stored {@code nextFireAt}
 * @param nextFireAt null when it never fires again
 */
public record Firing(
        UUID scheduleId,
        long version,
        Instant expectedFireAt,
        @Nullable Instant nextFireAt,
        List<Fire> fires) {

    public Firing {
        fires = List.copyOf(fires);
    }

    /**
     * One instant that fires.
     *
     * @param fireAt unique within the schedule
     * @param job what it makes
     * @param skipped the SKIPPED run with which the job ends at once; null when the job is queued
     * @param expiresAt of a skipped job
     */
    public record Fire(
            Instant fireAt,
            JobSpec job,
            @Nullable JobRun skipped,
            @Nullable Instant expiresAt,
            List<EventDraft> events) {

        public Fire {
            events = List.copyOf(events);
        }
    }
}
