package dev.windlass.internal;

import dev.windlass.internal.Turns.Turn;
import dev.windlass.job.ConflictException;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.OverloadedException;
import dev.windlass.job.Resource;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.IdempotencyRecord;
import dev.windlass.spi.StoredReply;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import dev.windlass.spi.SubscriberEvents;
import dev.windlass.webhook.EventFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts new things into the store and sets this node going on them. Thread-safe. */
public final class Submitter {

    private final Commits commits;
    private final EventFactory events;
    private final Aftermath aftermath;
    private final Consumer<JobSpec> queued;

    /** @param queued told of a job that was stored */
    Submitter(Commits commits, EventFactory events, Aftermath aftermath, Consumer<JobSpec> queued) {
        this.commits = commits;
        this.events = events;
        this.aftermath = aftermath;
        this.queued = queued;
    }

    /** What is to be stored for these jobs; for a store that joins a caller's transaction. */
    public Submission prepare(List<JobSpec> jobs, @Nullable IdempotencyRecord key) {
        boolean subscribersOnly = jobs.stream().allMatch(job -> job.callback() == null);
        List<EventDraft> drafts = subscribersOnly ? new SubscriberEvents(() -> queued(jobs)) : queued(jobs);
        return new Submission(jobs, null, null, key, drafts);
    }

    private List<EventDraft> queued(List<JobSpec> jobs) {
        List<EventDraft> drafts = new ArrayList<>(jobs.size());
        jobs.forEach(job -> drafts.addAll(events.queued(Job.queued(job))));
        return drafts;
    }

    /**
     * Queues all of these jobs or none.
     *
     * @return null when they were made; what their key led to before otherwise
     * @throws OverloadedException when the queue is full
     */
    public @Nullable StoredReply submit(List<JobSpec> jobs, @Nullable IdempotencyRecord key) {
        Submission submission = prepare(jobs, key);
        List<Turn> turns = aftermath.turns(jobs);
        try {
            return told(submission, commits.submit(submission), turns);
        } finally {
            turns.forEach(Turn::pass);
        }
    }

    /**
     * Queues a job without waiting. Is completed on the writing thread, which must not be held up.
     *
     * @throws OverloadedException when too many submissions wait already
     */
    public CompletableFuture<JobSpec> submitAsync(JobSpec job) {
        Submission submission = prepare(List.of(job), null);
        Turn turn = aftermath.turn(job.id());
        try {
            return commits.submitAsync(submission)
                    .thenApply(stored -> {
                        told(submission, stored, List.of(turn));
                        return job;
                    })
                    .whenComplete((stored, failure) -> turn.pass());
        } catch (OverloadedException e) {
            turn.pass();
            throw e;
        }
    }

    private @Nullable StoredReply told(Submission submission, Commits.Stored stored, List<Turn> turns) {
        StoredReply replay = replay(stored.result());
        if (replay == null) {
            for (int i = 0; i < turns.size(); i++) {
                aftermath.submitted(submission.jobs().get(i), turns.get(i));
            }
            if (!stored.sought()) {
                submission.jobs().forEach(queued);
            }
            aftermath.stored(submission.events());
        }
        return replay;
    }

    /** Creates a template, schedule or endpoint. @return as {@link #submit} */
    public @Nullable StoredReply create(Resource resource, @Nullable IdempotencyRecord key) {
        return replay(commits.submit(new Submission(List.of(), null, resource, key, List.of()))
                .result());
    }

    /** Stores a run that has no job. @return as {@link #submit} */
    @Nullable
    StoredReply store(JobRun direct, @Nullable IdempotencyRecord key) {
        return replay(commits.submit(new Submission(List.of(), direct, null, key, List.of()))
                .result());
    }

    private static @Nullable StoredReply replay(SubmitResult result) {
        if (result instanceof SubmitResult.Replayed replayed) {
            return replayed.reply();
        }
        if (result instanceof SubmitResult.Conflict conflict) {
            throw new ConflictException(ConflictException.Reason.NAME_TAKEN, conflict.detail());
        }
        if (result instanceof SubmitResult.Invalid invalid) {
            throw new InvalidRequestException("", invalid.detail());
        }
        return null;
    }
}
