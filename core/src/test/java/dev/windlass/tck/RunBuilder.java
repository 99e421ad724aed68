package dev.windlass.tck;

import dev.windlass.job.ArtifactInfo;
import dev.windlass.job.ErrorKind;
import dev.windlass.job.JobRun;
import dev.windlass.job.Json;
import dev.windlass.job.Progress;
import dev.windlass.job.RunError;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Trigger;
import dev.windlass.job.Warning;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.NodeInfo;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run in its final form, as an engine hands it to a store: COMPLETED without a result unless said otherwise. */
final class RunBuilder {

    private final UUID id;
    private final @Nullable UUID jobId;
    private final String type;
    private final Trigger trigger;
    private final int attempt;
    private final NodeInfo node;
    private final long fence;
    private final Instant createdAt;
    private final @Nullable Instant startedAt;
    private final Instant finishedAt;
    private RunStatus status = RunStatus.COMPLETED;
    private Progress progress = Progress.NONE;
    private @Nullable Json result;
    private @Nullable RunError error;
    private List<Warning> warnings = List.of();
    private List<ArtifactInfo> artifacts = List.of();
    private @Nullable Instant expiresAt;

    /** The run of a job that started and ended at these times. */
    RunBuilder(ClaimedRun claim, NodeInfo node, Instant startedAt, Instant finishedAt) {
        this.id = claim.token().runId();
        this.jobId = claim.job().id();
        this.type = claim.job().type();
        this.trigger = claim.job().trigger();
        this.attempt = claim.attempt();
        this.fence = claim.token().fence();
        this.node = node;
        this.createdAt = startedAt;
        this.startedAt = startedAt;
        this.finishedAt = finishedAt;
    }

    /** The end of a direct run. */
    RunBuilder(JobRun direct, NodeInfo node, @Nullable Instant startedAt, Instant finishedAt) {
        this.id = direct.id();
        this.jobId = null;
        this.type = direct.jobType();
        this.trigger = direct.trigger();
        this.attempt = direct.attempt();
        this.fence = direct.fence();
        this.node = node;
        this.createdAt = direct.createdAt();
        this.startedAt = startedAt;
        this.finishedAt = finishedAt;
    }

    RunBuilder result(String json) {
        result = new Json(json);
        return this;
    }

    RunBuilder progress(Progress last) {
        progress = last;
        return this;
    }

    RunBuilder warnings(Warning... all) {
        warnings = List.of(all);
        return this;
    }

    RunBuilder artifacts(ArtifactInfo... all) {
        artifacts = List.of(all);
        return this;
    }

    RunBuilder expiresAt(Instant when) {
        expiresAt = when;
        return this;
    }

    RunBuilder failed(String code, ErrorKind kind) {
        status = RunStatus.FAILED;
        error = new RunError(code, "It went wrong", kind, true, attempt);
        return this;
    }

    RunBuilder skipped() {
        status = RunStatus.SKIPPED;
        return this;
    }

    JobRun build() {
        return new JobRun(
                id,
                jobId,
                type,
                trigger,
                attempt,
                status,
                null,
                node.id(),
                node.name(),
                fence,
                createdAt,
                startedAt,
                finishedAt,
                null,
                progress,
                result,
                error,
                warnings,
                artifacts,
                expiresAt);
    }
}
