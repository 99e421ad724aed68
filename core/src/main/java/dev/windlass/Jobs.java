package dev.windlass;

import dev.windlass.internal.Engine;
import dev.windlass.job.Ids;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Job;
import dev.windlass.job.JobPosition;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobSpec;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.Page;
import dev.windlass.job.Violation;
import dev.windlass.job.WindlassException;
import dev.windlass.spi.Submission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Jobs: submit, look, wait, cancel, move. Thread-safe. Methods that write return once the change is durable. */
public final class Jobs {

    /**
     * The common pool, where it has threads. A future's own choice on two processors is a new thread for each answer, 0.1 ms, and it makes
     * that choice even when it is given the pool as such.
     */
    private static final Executor ANSWERS = ForkJoinPool.getCommonPoolParallelism() > 0
            ? task -> ForkJoinPool.commonPool().execute(task)
            : new CompletableFuture<>().defaultExecutor();

    /** Of a batch, in characters: each job has a copy of its template's, so that few bytes of request could fill the heap. */
    private static final int MOST_PARAMS = 16 << 20;

    private final Engine engine;

    Jobs(Engine engine) {
        this.engine = engine;
    }

    /**
     * Queues one job. While the store is out of reach it is tried again until its tries have failed for six seconds.
     *
     * @throws InvalidRequestException naming each member that is wrong
     * @throws dev.windlass.job.OverloadedException when the queue is full
     * @throws dev.windlass.job.StoreException when the store failed; a transient one leaves open whether the job is stored, see
     *     {@link #submitOnce}
     */
    public Job submit(JobRequest request) {
        JobSpec job = engine.factory().make(request);
        engine.submitter().submit(List.of(job), null);
        return Job.queued(job);
    }

    /**
     * Queues one job without holding a thread while it is stored. Completes with the job once it is durable, on a thread of the common pool,
     * and fails as {@link #submit(JobRequest)} throws; besides with OverloadedException when some 4 000 submissions, or 64 MiB of them, wait
     * for the database already, where {@code submit} would wait. Giving up waiting does not take the job back. A request by template reads
     * the template first, on the calling thread.
     */
    public CompletionStage<Job> submitAsync(JobRequest request) {
        try {
            return answer(engine.submitter().submitAsync(engine.factory().make(request)));
        } catch (WindlassException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What follows must not run on the thread that writes for everybody; what is there already needs no other thread. */
    private static CompletableFuture<Job> answer(CompletableFuture<JobSpec> stored) {
        CompletableFuture<Job> answer = new CompletableFuture<>();
        Executor on = stored.isDone() ? Runnable::run : ANSWERS;
        stored.whenCompleteAsync(
                (job, failure) -> {
                    if (failure == null) {
                        answer.complete(Job.queued(job));
                    } else {
                        answer.completeExceptionally(
                                failure instanceof CompletionException ? failure.getCause() : failure);
                    }
                },
                on);
        return answer;
    }

    /** Queues one job at most once for this key. @throws dev.windlass.job.ConflictException KEY_REUSED when the key was used for something else */
    public Submitted<Job> submit(JobRequest request, IdempotencyKey<Job> key) {
        return Idempotency.once(
                engine,
                key,
                () -> Job.queued(engine.factory().make(request)),
                (job, record) -> engine.submitter().submit(List.of(job.spec()), record));
    }

    /**
     * Queues one job at most once for this key, whoever asks, on whichever node, however often and at whatever moment one of them failed:
     * call it again when it is not known whether it took effect. A key is remembered for {@link dev.windlass.job.Settings#idempotencyTtl},
     * by default 24 hours, from its first use; then it leads to a new job. It is used up by a job that was stored, whatever becomes of it,
     * and by nothing else. Keys that clients send over HTTP are others.
     *
     * @param key 1–255 characters
     * @param request the first one decides; those that follow may differ in anything but the type or template and the params
     * @return the job that the key led to, now or before, as it stands; empty when it has ended and been forgotten, which with a retention
     *     shorter than the key's time can come first
     * @throws dev.windlass.job.ConflictException KEY_REUSED when the key was used for another type or template, or for other params
     */
    public Optional<Job> submitOnce(String key, JobRequest request) {
        Submitted<Job> submitted = submit(request, OnceKey.of(key, request));
        return submitted instanceof Submitted.Replayed<Job> before
                ? find(OnceKey.jobId(before.reply()))
                : Optional.of(((Submitted.Made<Job>) submitted).value());
    }

    /**
     * Queues all of them or none.
     *
     * @throws dev.windlass.job.InvalidRequestException pointing at {@code /jobs/3/priority}, or at {@code /jobs} when their params, which
     *     may be their templates', are longer than 16 777 216 characters together
     */
    public List<Job> submitAll(List<JobRequest> requests) {
        List<Job> jobs = make(requests);
        engine.submitter().submit(specs(jobs), null);
        return jobs;
    }

    /** Queues all of them or none, at most once for this key. */
    public Submitted<List<Job>> submitAll(List<JobRequest> requests, IdempotencyKey<List<Job>> key) {
        return Idempotency.once(
                engine,
                key,
                () -> make(requests),
                (jobs, record) -> engine.submitter().submit(specs(jobs), record));
    }

    public Optional<Job> find(UUID jobId) {
        return engine.store().findJob(jobId);
    }

    public Page<Job> list(JobQuery query) {
        return engine.store().listJobs(query);
    }

    /**
     * Asks to cancel a job: CANCELLED at once when it waits, asked to stop when it runs. Asking again changes nothing.
     *
     * @param reason told to the handler of one that runs, and part of its run's error; of one that waits only kept in the store. May be null
     * @return the job after it; its status is CANCELLED, or RUNNING with {@code cancelRequestedAt}
     * @throws NotFoundException when there is no such job
     * @throws dev.windlass.job.ConflictException ALREADY_FINISHED when it ended otherwise
     * @throws dev.windlass.job.OverloadedException when it changed each time that it was looked at; trying again may help
     */
    public Job cancel(UUID jobId, @Nullable String reason) {
        return engine.control().cancel(jobId, reason);
    }

    /**
     * Moves a waiting job in the queue.
     *
     * @param priority null to keep it
     * @param runAt null to keep it
     * @param precondition checked against the job as it stands, atomically with the move
     * @throws NotFoundException when there is no such job
     * @throws InvalidRequestException naming the member that is out of range
     * @throws dev.windlass.job.ConflictException NOT_QUEUED, or VERSION_MISMATCH when the precondition does not hold
     */
    public Job move(UUID jobId, @Nullable Integer priority, @Nullable Instant runAt, Predicate<Job> precondition) {
        return engine.control().move(jobId, priority, runAt, precondition);
    }

    /**
     * Where a waiting job stands, and why it waits.
     *
     * @throws NotFoundException when there is no such job
     * @throws dev.windlass.job.ConflictException NOT_QUEUED when it does not wait
     */
    public JobPosition position(UUID jobId) {
        return engine.positions().of(existing(jobId));
    }

    /**
     * Completes with the job as soon as {@code until} holds of it, or with the job as it is when the time is over, or at once when {@link
     * dev.windlass.job.Settings#maxWaiters} wait already or the scheduler stops. Holds no thread. Fails with NotFoundException, with
     * StoreException when the time is over and the store is away, and with what {@code until} throws. Whoever cancels the future waits no
     * longer.
     *
     * @param until is asked, as what depends on the future is run, on the one thread that serves all who wait: both must be quick. Hand
     *     anything else to an executor, by {@code thenAcceptAsync} for example
     * @param atMost more than 365 days count as 365
     */
    public CompletionStage<Job> watch(UUID jobId, Predicate<Job> until, Duration atMost) {
        return engine.watchJob(jobId, until, atMost);
    }

    /**
     * Blocks until the job has ended; returns it as it is then, or as it is when {@link #watch} gives up, which its status shows.
     *
     * @throws NotFoundException when there is no such job
     * @throws dev.windlass.job.StoreException when the time is over and the store is away
     */
    public Job await(UUID jobId, Duration atMost) throws InterruptedException {
        return Waiting.join(engine.watchJob(jobId, job -> job.status().isTerminal(), atMost));
    }

    /**
     * What {@link #submit} would store; for a store that can join a caller's own transaction, see {@code JdbcJobStore.enqueue}. Templates and
     * job types that this node does not know are looked up in the store: call it before there is a transaction, or with connections to spare.
     */
    public Submission prepare(JobRequest request) {
        Submission submission =
                engine.submitter().prepare(List.of(engine.factory().make(request)), null);
        engine.expectCommit();
        return submission;
    }

    private Job existing(UUID jobId) {
        return find(jobId).orElseThrow(() -> new NotFoundException("job", Ids.prefixed("job", jobId)));
    }

    private List<Job> make(List<JobRequest> requests) {
        List<Job> jobs = new ArrayList<>(requests.size());
        List<Violation> violations = new ArrayList<>();
        long params = 0;
        for (int i = 0; i < requests.size() && params <= MOST_PARAMS; i++) {
            try {
                JobSpec job = engine.factory().make(requests.get(i));
                params += job.params().text().length();
                jobs.add(Job.queued(job));
            } catch (InvalidRequestException e) {
                violations.addAll(e.under("/jobs/" + i).violations());
            }
        }
        if (params > MOST_PARAMS) {
            violations.add(new Violation("/jobs", "have params of more than " + MOST_PARAMS + " characters together"));
        }
        if (!violations.isEmpty()) {
            throw new InvalidRequestException(violations);
        }
        return jobs;
    }

    private static List<JobSpec> specs(List<Job> jobs) {
        return jobs.stream().map(Job::spec).toList();
    }
}
