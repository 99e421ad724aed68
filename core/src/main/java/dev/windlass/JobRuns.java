package dev.windlass;

import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.Json;
import dev.windlass.job.Page;
import dev.windlass.job.RunQuery;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Runs: direct execution, history, retry, artifacts. Thread-safe. */
public final class JobRuns {

    /**
     * Executes something without making a job, in the next free slot of this node (seed row C7).
     *
     * @return the waiting run; follow it with {@link #watch}
     * @throws dev.windlass.job.OverloadedException when too many wait already
     */
    public JobRun runDirect(String jobType, Json params, @Nullable String traceparent) {
        throw new UnsupportedOperationException();
    }

    /** The same, at most once for this key. */
    public Submitted<JobRun> runDirect(
            String jobType, Json params, @Nullable String traceparent, IdempotencyKey<JobRun> key) {
        throw new UnsupportedOperationException();
    }

    public Optional<JobRun> find(UUID runId) {
        throw new UnsupportedOperationException();
    }

    public Page<JobRun> list(RunQuery query) {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes a new job that repeats a FAILED one (seed row C9).
     *
     * @throws dev.windlass.job.ConflictException NOT_RETRIABLE unless it is the last run of a FAILED job
     */
    public Job retry(UUID runId) {
        throw new UnsupportedOperationException();
    }

    /** The same, at most once for this key. */
    public Submitted<Job> retry(UUID runId, IdempotencyKey<Job> key) {
        throw new UnsupportedOperationException();
    }

    /** See {@link Jobs#watch}. */
    public CompletionStage<JobRun> watch(UUID runId, Predicate<JobRun> until, Duration atMost) {
        throw new UnsupportedOperationException();
    }

    /** An artifact of a run that has ended. */
    public Optional<ArtifactContent> artifact(UUID runId, String name) {
        throw new UnsupportedOperationException();
    }

    /** The bytes of all artifacts of a run by name when their sum is within the inline threshold; empty otherwise. */
    public Map<String, byte[]> inlineArtifacts(JobRun run) {
        throw new UnsupportedOperationException();
    }
}
