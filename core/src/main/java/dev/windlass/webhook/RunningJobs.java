package dev.windlass.webhook;

import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Phase;
import dev.windlass.job.Progress;
import java.time.Instant;
import java.util.List;

/** Jobs whose run was too short for its start to be written. */
final class RunningJobs {

    private RunningJobs() {}

    /** The job as it was when this run of it had just started. */
    static Job asItWas(Job after, JobRun run) {
        Instant startedAt = run.startedAt() == null ? run.createdAt() : run.startedAt();
        return new Job(
                after.spec(),
                JobStatus.RUNNING,
                run.attempt(),
                after.starts(),
                null,
                Phase.WORKING,
                Progress.NONE,
                startedAt,
                null,
                startedAt,
                null,
                null,
                null,
                null,
                List.of(),
                run.id(),
                run.node());
    }
}
