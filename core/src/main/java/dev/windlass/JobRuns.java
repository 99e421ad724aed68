package dev.windlass;

import dev.windlass.internal.Engine;
import dev.windlass.internal.artifact.ArtifactReader;
import dev.windlass.job.ConflictException;
import dev.windlass.job.Ids;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Json;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.Page;
import dev.windlass.job.RunQuery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Runs: direct execution, history, retry, artifacts. Thread-safe. */
public final class JobRuns {

    private final Engine engine;
    private final ArtifactReader reader;

    JobRuns(Engine engine) {
        this.engine = engine;
        this.reader = new ArtifactReader(engine.store());
    }

    /**
     * Executes something without making a job, in the next free slot of this node (seed row C7).
     *
     * @return the waiting run; follow it with {@link #watch}
     * @throws NotFoundException when this node has no such job type
     * @throws dev.windlass.job.OverloadedException when too many wait already
     */
    public JobRun runDirect(String jobType, Json params, @Nullable String traceparent) {
        JobRun run = engine.directRuns().make(jobType, params);
        engine.directRuns().submit(run, params, traceparent, null);
        return run;
    }

    /** The same, at most once for this key. */
    public Submitted<JobRun> runDirect(
            String jobType, Json params, @Nullable String traceparent, IdempotencyKey<JobRun> key) {
        return Idempotency.once(
                engine,
                key,
                () -> engine.directRuns().make(jobType, params),
                (run, record) -> engine.directRuns().submit(run, params, traceparent, record));
    }

    public Optional<JobRun> find(UUID runId) {
        return engine.store().findRun(runId);
    }

    public Page<JobRun> list(RunQuery query) {
        return engine.store().listRuns(query);
    }

    /**
     * Makes a new job that repeats a FAILED one (seed row C9).
     *
     * @throws dev.windlass.job.ConflictException NOT_RETRIABLE unless it is the last run of a FAILED job
     */
    public Job retry(UUID runId) {
        Job job = again(runId);
        engine.submitter().submit(List.of(job.spec()), null);
        return job;
    }

    /** The same, at most once for this key. */
    public Submitted<Job> retry(UUID runId, IdempotencyKey<Job> key) {
        return Idempotency.once(
                engine,
                key,
                () -> again(runId),
                (job, record) -> engine.submitter().submit(List.of(job.spec()), record));
    }

    /** See {@link Jobs#watch}. */
    public CompletionStage<JobRun> watch(UUID runId, Predicate<JobRun> until, Duration atMost) {
        return engine.watchRun(runId, until, atMost);
    }

    /** See {@link Jobs#await}. */
    public JobRun await(UUID runId, Duration atMost) throws InterruptedException {
        return Waiting.join(engine.watchRun(runId, run -> run.status().isTerminal(), atMost));
    }

    /** An artifact of a run that has ended. */
    public Optional<ArtifactContent> artifact(UUID runId, String name) {
        return find(runId)
                .flatMap(run -> run.artifacts().stream()
                        .filter(info -> info.name().equals(name))
                        .findFirst()
                        .map(info -> new StoredArtifact(reader, runId, info)));
    }

    /** The bytes of all artifacts of a run by name when their sum is within the inline threshold; empty otherwise. */
    public Map<String, byte[]> inlineArtifacts(JobRun run) {
        return reader.readAll(run, engine.settings().inlineBytes());
    }

    private Job again(UUID runId) {
        JobRun run = find(runId).orElseThrow(() -> new NotFoundException("run", Ids.prefixed("run", runId)));
        UUID jobId = run.jobId();
        Job job = jobId == null ? null : engine.store().findJob(jobId).orElse(null);
        if (job == null || job.status() != JobStatus.FAILED || !runId.equals(job.lastRunId())) {
            throw new ConflictException(
                    ConflictException.Reason.NOT_RETRIABLE, "Only the last run of a FAILED job can be retried");
        }
        return Job.queued(engine.factory().again(job.spec(), runId));
    }
}
