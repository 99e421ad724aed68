package dev.windlass;

import dev.windlass.job.Job;
import dev.windlass.job.JobPosition;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobRequest;
import dev.windlass.job.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Jobs: submit, look, wait, cancel, move. Thread-safe. Methods that write return once the change is durable. */
public final class Jobs {

    /** Queues one job. @throws dev.windlass.job.InvalidRequestException naming each member that is wrong
     * @throws dev.windlass.job.OverloadedException when the queue is full */
    public Job submit(JobRequest request) {
        throw new UnsupportedOperationException();
    }

    /** Queues one job at most once for this key. @throws dev.windlass.job.ConflictException KEY_REUSED when the key was used for something else */
    public Submitted<Job> submit(JobRequest request, IdempotencyKey<Job> key) {
        throw new UnsupportedOperationException();
    }

    /** Queues all of them or none; violations are pointed at as {@code /jobs/3/priority}. */
    public List<Job> submitAll(List<JobRequest> requests) {
        throw new UnsupportedOperationException();
    }

    /** Queues all of them or none, at most once for this key. */
    public Submitted<List<Job>> submitAll(List<JobRequest> requests, IdempotencyKey<List<Job>> key) {
        throw new UnsupportedOperationException();
    }

    public Optional<Job> find(UUID jobId) {
        throw new UnsupportedOperationException();
    }

    public Page<Job> list(JobQuery query) {
        throw new UnsupportedOperationException();
    }

    /**
     * Asks to cancel a job: CANCELLED at once when it waits, asked to stop when it runs. Asking again changes nothing.
     *
     * @return the job after it; its status is CANCELLED, or RUNNING with {@code cancelRequestedAt}
     * @throws dev.windlass.job.ConflictException ALREADY_FINISHED when it ended otherwise
     */
    public Job cancel(UUID jobId, @Nullable String reason) {
        throw new UnsupportedOperationException();
    }

    /**
     * Moves a waiting job in the queue.
     *
     * @param priority null to keep it
     * @param runAt null to keep it
     * @param precondition checked against the job as it stands, atomically with the move
     * @throws dev.windlass.job.ConflictException NOT_QUEUED, or VERSION_MISMATCH when the precondition does not hold
     */
    public Job move(UUID jobId, @Nullable Integer priority, @Nullable Instant runAt, Predicate<Job> precondition) {
        throw new UnsupportedOperationException();
    }

    /** @throws dev.windlass.job.ConflictException NOT_QUEUED when it does not wait */
    public JobPosition position(UUID jobId) {
        throw new UnsupportedOperationException();
    }

    /**
     * Completes with the job as soon as {@code until} holds of it, or with the job as it is when the time is over or too many wait
     * already. Holds no thread. Fails with NotFoundException.
     */
    public CompletionStage<Job> watch(UUID jobId, Predicate<Job> until, Duration atMost) {
        throw new UnsupportedOperationException();
    }

    /** Blocks until the job has ended, or the time is over; returns it as it is then. */
    public Job await(UUID jobId, Duration atMost) throws InterruptedException {
        throw new UnsupportedOperationException();
    }
}
