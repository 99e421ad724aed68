package dev.windlass.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.job.ArtifactInfo;
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
import dev.windlass.job.Warning;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Jobs and runs in every state that a surface has a word for. */
final class Samples {

    static final Instant NOW = Instant.parse("2026-01-18T09:00:00.125Z");
    static final UUID JOB = UUID.fromString("0193b2c4-5678-7abc-8def-0123456789ab");
    static final UUID RUN = UUID.fromString("0193b2c4-5678-7abc-8def-0123456789ac");
    static final Json RESULT = new Json("{\"words\":1200}");

    private Samples() {}

    static JsonNode written(Consumer<JsonOut> view) {
        return new Json(new String(JsonOut.bytes(view), StandardCharsets.UTF_8)).tree();
    }

    static JobSpec spec(boolean delayed, Instant dueAt) {
        return new JobSpec(
                JOB,
                "story",
                "default",
                5,
                new Json("{\"genre\":\"horror\"}"),
                List.of("nightly"),
                RetryPolicy.DEFAULT,
                Duration.ofMillis(1_500),
                Duration.ofDays(7),
                NOW,
                dueAt,
                delayed,
                Trigger.MANUAL,
                null,
                null,
                null,
                null,
                null);
    }

    static Job scheduled() {
        return Job.queued(spec(true, NOW.plusSeconds(60)));
    }

    static Job queued() {
        return Job.queued(spec(false, NOW));
    }

    static Job running(Phase phase) {
        return job(JobStatus.RUNNING, 1, phase, null, null, List.of(), null);
    }

    static Job cancelling() {
        return job(JobStatus.RUNNING, 1, Phase.WORKING, null, null, List.of(), NOW.plusSeconds(1));
    }

    static Job betweenAttempts() {
        return job(JobStatus.QUEUED, 1, null, null, error("flaky", ErrorKind.INFRASTRUCTURE), List.of(), null);
    }

    static Job completed() {
        return job(JobStatus.COMPLETED, 1, null, RESULT, null, List.of(), null);
    }

    static Job failed(ErrorKind kind) {
        return job(JobStatus.FAILED, 3, null, null, error("broken", kind), List.of(), null);
    }

    static Job cancelled() {
        return job(JobStatus.CANCELLED, 1, null, null, error("cancelled", ErrorKind.CANCELLED), List.of(), NOW);
    }

    static Job skipped() {
        return job(JobStatus.SKIPPED, 1, null, null, null, List.of(new Warning("skipped", "not today")), null);
    }

    static RunError error(String code, ErrorKind kind) {
        return new RunError(code, "it " + code, kind, kind == ErrorKind.INFRASTRUCTURE, 1);
    }

    static Job job(
            JobStatus status,
            int attempt,
            @Nullable Phase phase,
            @Nullable Json result,
            @Nullable RunError error,
            List<Warning> warnings,
            @Nullable Instant cancelRequestedAt) {
        boolean ended = status.isTerminal();
        return new Job(
                spec(false, NOW),
                status,
                attempt,
                attempt,
                null,
                phase,
                new Progress(45, 9L, 20L, "reading"),
                NOW.plusSeconds(1),
                ended ? NOW.plusSeconds(3) : null,
                NOW.plusSeconds(3),
                cancelRequestedAt,
                ended ? NOW.plusSeconds(604_803) : null,
                result,
                error,
                warnings,
                RUN,
                "node-a");
    }

    static JobRun run(RunStatus status, @Nullable RunError error, List<ArtifactInfo> artifacts) {
        boolean ended = status.isTerminal();
        return new JobRun(
                RUN,
                JOB,
                "story",
                Trigger.MANUAL,
                1,
                status,
                ended ? null : Phase.WORKING,
                null,
                "node-a",
                7,
                NOW,
                NOW.plusSeconds(1),
                ended ? NOW.plusMillis(3_500) : null,
                ended ? null : NOW.plusSeconds(2),
                Progress.NONE,
                status == RunStatus.COMPLETED ? RESULT : null,
                error,
                List.of(),
                artifacts,
                null);
    }
}
