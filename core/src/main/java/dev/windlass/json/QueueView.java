package dev.windlass.json;

import dev.windlass.job.JobPosition;
import dev.windlass.spi.QueueStats;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** The queue as a whole, and one job's place in it. */
public final class QueueView {

    private QueueView() {}

    /** @param now what the oldest job's age is reckoned to */
    public static void write(JsonOut out, QueueStats stats, Instant now) {
        Instant oldest = stats.oldestDueAt();
        out.begin()
                .begin("depth")
                .number("QUEUED", stats.ready() + stats.delayed())
                .number("RUNNING", stats.running())
                .end()
                .number("ready", stats.ready())
                .number("delayed", stats.delayed())
                .number("running", stats.running())
                .instant("oldest_due_at", oldest)
                .seconds("oldest_age_seconds", oldest == null ? null : age(oldest, now))
                .bool("paused", stats.allPaused());
        Parts.strings(
                out, "paused_queues", stats.pausedQueues().stream().sorted().toList());
        out.end();
    }

    private static Duration age(Instant since, Instant now) {
        return since.isAfter(now)
                ? Duration.ZERO
                : Duration.ofMillis(Duration.between(since, now).toMillis());
    }

    public static void write(JsonOut out, UUID jobId, JobPosition position) {
        out.begin()
                .id("job_id", "job", jobId)
                .number("position", position.position())
                .instant("estimated_start_at", position.estimatedStartAt())
                .word("reason", position.reason())
                .end();
    }
}
