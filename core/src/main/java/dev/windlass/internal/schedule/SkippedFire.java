package dev.windlass.internal.schedule;

import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.Progress;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Schedule;
import dev.windlass.job.Warning;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What is left of a fire that came while an earlier job of its schedule was live. No node had it, so it never started. */
final class SkippedFire {

    private SkippedFire() {}

    static JobRun run(UUID id, JobSpec job, Schedule.Overlap overlap, Instant at, Instant expiresAt) {
        String reason = overlap == Schedule.Overlap.QUEUE_ONE
                ? "An earlier job of this schedule is still waiting"
                : "An earlier job of this schedule has not ended";
        return new JobRun(
                id,
                job.id(),
                job.type(),
                job.trigger(),
                1,
                RunStatus.SKIPPED,
                null,
                null,
                null,
                0,
                at,
                null,
                at,
                null,
                Progress.NONE,
                null,
                null,
                List.of(new Warning("skipped", reason)),
                List.of(),
                expiresAt);
    }

    static Job job(JobSpec spec, JobRun run) {
        return new Job(
                spec,
                run.status().asJobStatus(),
                run.attempt(),
                0,
                null,
                null,
                Progress.NONE,
                null,
                run.finishedAt(),
                run.createdAt(),
                null,
                run.expiresAt(),
                null,
                null,
                run.warnings(),
                run.id(),
                null);
    }
}
