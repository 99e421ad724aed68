package dev.windlass.webhook;

import dev.windlass.job.ArtifactInfo;
import dev.windlass.job.Callback;
import dev.windlass.job.ErrorKind;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Json;
import dev.windlass.job.Phase;
import dev.windlass.job.Progress;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.RunError;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Jobs and runs to make events of. */
final class Samples {

    static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    static final Instant T0 = Instant.parse("2026-11-22T12:00:00Z");
    static final UUID JOB = UUID.fromString("0193a3f0-0000-7000-8000-0000000000aa");
    static final UUID RUN = UUID.fromString("0193a3f0-0000-7000-8000-0000000000bb");
    static final String URL = "https://receiver.example/hook";

    private Samples() {}

    static JobSpec spec(Callback.@Nullable Scope scope) {
        return new JobSpec(
                JOB,
                "story",
                "default",
                4,
                new Json("{\"genre\":\"horror\"}"),
                List.of(),
                RetryPolicy.DEFAULT,
                null,
                Duration.ofDays(7),
                T0,
                T0,
                false,
                Trigger.MANUAL,
                null,
                null,
                null,
                scope == null ? null : new Callback(URL, scope),
                TRACEPARENT);
    }

    static Job job(JobSpec spec, JobStatus status, int attempt, int starts) {
        boolean running = status == JobStatus.RUNNING;
        boolean ended = status.isTerminal();
        return new Job(
                spec,
                status,
                attempt,
                starts,
                null,
                running ? Phase.WORKING : null,
                Progress.NONE,
                starts == 0 ? null : T0.plusSeconds(1),
                ended ? T0.plusSeconds(2) : null,
                T0.plusSeconds(ended ? 2 : starts),
                null,
                ended ? T0.plusSeconds(99) : null,
                status == JobStatus.COMPLETED ? new Json("{\"title\":\"Boo\"}") : null,
                status == JobStatus.FAILED ? error() : null,
                List.of(),
                starts == 0 ? null : RUN,
                starts == 0 ? null : "node-1");
    }

    static RunError error() {
        return new RunError("boom", "It went wrong", ErrorKind.APPLICATION, false, 1);
    }

    static JobRun run(@Nullable UUID jobId, RunStatus status, List<ArtifactInfo> artifacts) {
        boolean ended = status.isTerminal();
        return new JobRun(
                RUN,
                jobId,
                "story",
                jobId == null ? Trigger.DIRECT : Trigger.MANUAL,
                1,
                status,
                ended ? null : Phase.WORKING,
                null,
                "node-1",
                7,
                T0.plusSeconds(1),
                T0.plusSeconds(1),
                ended ? T0.plusSeconds(2) : null,
                null,
                Progress.NONE,
                status == RunStatus.COMPLETED ? new Json("{\"title\":\"Boo\"}") : null,
                status == RunStatus.FAILED ? error() : null,
                List.of(),
                artifacts,
                ended ? T0.plusSeconds(99) : null);
    }
}
