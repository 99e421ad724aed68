package dev.windlass.internal;

import dev.windlass.internal.Turns.Turn;
import dev.windlass.job.ConflictException;
import dev.windlass.job.ConflictException.Reason;
import dev.windlass.job.Ids;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Job;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobStatus;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.OverloadedException;
import dev.windlass.spi.CancelRequest;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.Transition;
import dev.windlass.webhook.EventFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Cancels and moves jobs wherever they are: reads where a job is, writes under the condition that it still is there, and begins again
 * when it was not. Thread-safe.
 */
public final class JobControl {

    /** Each round means that the job moved on in between; it cannot do so forever, but a client must get an answer. */
    private static final int ROUNDS = 20;

    private final JobStore store;
    private final Commits commits;
    private final EventFactory events;
    private final Dispatcher dispatcher;
    private final Claimer claimer;
    private final LiveAttempts live;
    private final Aftermath aftermath;
    private final Consumer<Job> moved;
    private final InstantSource clock;

    /** @param moved told of a job that waits at another place */
    JobControl(
            JobStore store,
            Commits commits,
            EventFactory events,
            Dispatcher dispatcher,
            Claimer claimer,
            LiveAttempts live,
            Aftermath aftermath,
            Consumer<Job> moved,
            InstantSource clock) {
        this.store = store;
        this.commits = commits;
        this.events = events;
        this.dispatcher = dispatcher;
        this.claimer = claimer;
        this.live = live;
        this.aftermath = aftermath;
        this.moved = moved;
        this.clock = clock;
    }

    private Job find(UUID jobId) {
        return store.findJob(jobId).orElseThrow(() -> new NotFoundException("job", Ids.prefixed("job", jobId)));
    }

    /** See {@code Jobs.cancel}. */
    public Job cancel(UUID jobId, @Nullable String reason) {
        for (int round = 0; round < ROUNDS; round++) {
            Job job = find(jobId);
            if (job.status() == JobStatus.CANCELLED) {
                return job;
            }
            if (job.status().isTerminal()) {
                throw new ConflictException(Reason.ALREADY_FINISHED, "The job has ended as " + job.status());
            }
            if (job.status() == JobStatus.RUNNING && job.cancelRequestedAt() != null) {
                return job;
            }
            if (job.status() == JobStatus.QUEUED ? cancelWaiting(job, reason) : cancelRunning(job, reason)) {
                return find(jobId);
            }
        }
        throw new OverloadedException("The job keeps changing; try again");
    }

    private boolean cancelWaiting(Job job, @Nullable String reason) {
        Instant now = clock.instant();
        Instant expiresAt = now.plus(job.spec().retention());
        Job after = JobViews.cancelled(job, now, expiresAt);
        Transition cancel =
                new Transition.CancelQueued(job.id(), job.starts(), now, reason, expiresAt, events.cancelled(after));
        Turn turn = aftermath.turn(job.id());
        try {
            if (!commits.applyNow(cancel)) {
                return false;
            }
            letGo(job.id());
            aftermath.cancelled(after, now, turn);
            aftermath.stored(cancel.events());
            return true;
        } finally {
            turn.pass();
        }
    }

    /** A claim may have brought it meanwhile, or bring it yet. */
    private void letGo(UUID jobId) {
        claimer.cancelled(jobId);
        Attempt held = dispatcher.withdraw(jobId);
        Attempt starting = held == null ? live.ofJob(jobId) : held;
        if (starting != null) {
            starting.tryEnd();
            starting.stop();
            live.remove(starting);
        }
    }

    private boolean cancelRunning(Job job, @Nullable String reason) {
        Instant now = clock.instant();
        Transition request = new Transition.RequestCancel(
                job.id(), now, reason, events.cancelRequested(JobViews.cancelRequested(job, now)));
        if (!commits.applyNow(request)) {
            return false;
        }
        Attempt attempt = live.ofJob(job.id());
        if (attempt != null) {
            attempt.cancel(new CancelRequest(now, reason));
        }
        aftermath.changed(job.id(), job.lastRunId());
        aftermath.stored(request.events());
        return true;
    }

    /** See {@code Jobs.move}. */
    public Job move(UUID jobId, @Nullable Integer priority, @Nullable Instant runAt, Predicate<Job> precondition) {
        check(priority, runAt);
        for (int round = 0; round < ROUNDS; round++) {
            Job job = find(jobId);
            if (!precondition.test(job)) {
                throw new ConflictException(Reason.VERSION_MISMATCH, "The job has changed since");
            }
            if (job.status() != JobStatus.QUEUED) {
                throw new ConflictException(
                        Reason.NOT_QUEUED, "The job does not wait in the queue; it is " + job.status());
            }
            Attempt held = dispatcher.withdraw(jobId);
            claimer.release(held == null ? List.of() : List.of(held));
            if (move(job, priority, runAt)) {
                Job after = find(jobId);
                moved.accept(after);
                aftermath.changed(jobId, null);
                return after;
            }
        }
        throw new ConflictException(Reason.NOT_QUEUED, "The job is about to start");
    }

    private boolean move(Job job, @Nullable Integer priority, @Nullable Instant runAt) {
        Instant dueAt = runAt == null ? job.spec().dueAt() : runAt.truncatedTo(ChronoUnit.MICROS);
        return commits.applyNow(new Transition.Move(
                job.id(),
                job.spec().priority(),
                job.spec().dueAt(),
                priority == null ? job.spec().priority() : priority,
                dueAt,
                runAt != null || job.spec().delayed(),
                clock.instant()));
    }

    private static void check(@Nullable Integer priority, @Nullable Instant runAt) throws InvalidRequestException {
        Violations violations = new Violations();
        JobRequestChecks.check(
                JobRequest.builder().priority(priority).runAt(runAt).build(), violations);
        violations.throwIfAny();
    }
}
