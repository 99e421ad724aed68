package dev.windlass.internal;

import dev.windlass.job.ConflictException;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.Json;
import dev.windlass.job.OverloadedException;
import dev.windlass.job.Progress;
import dev.windlass.job.Resource;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Trigger;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.IdempotencyRecord;
import dev.windlass.spi.StoredReply;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import dev.windlass.spi.SubscriberEvents;
import dev.windlass.webhook.EventFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts new things into the store and sets this node going on them. Thread-safe. */
public final class Submitter {

    private final Commits commits;
    private final EventFactory events;
    private final Dispatcher dispatcher;
    private final LiveAttempts live;
    private final Aftermath aftermath;
    private final Node node;
    private final Consumer<JobSpec> queued;
    private final Supplier<UUID> ids;
    private final InstantSource clock;

    /** @param queued told of a job that was stored */
    Submitter(
            Commits commits,
            EventFactory events,
            Dispatcher dispatcher,
            LiveAttempts live,
            Aftermath aftermath,
            Node node,
            Consumer<JobSpec> queued,
            Supplier<UUID> ids,
            InstantSource clock) {
        this.commits = commits;
        this.events = events;
        this.dispatcher = dispatcher;
        this.live = live;
        this.aftermath = aftermath;
        this.node = node;
        this.queued = queued;
        this.ids = ids;
        this.clock = clock;
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
        Commits.Stored stored = commits.submit(submission);
        StoredReply replay = replay(stored.result());
        if (replay == null) {
            jobs.forEach(aftermath::submitted);
            if (!stored.sought()) {
                jobs.forEach(queued);
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

    /** A run that waits for the next free slot of this node. */
    public JobRun newDirect(String jobType) {
        return new JobRun(
                ids.get(),
                null,
                jobType,
                Trigger.DIRECT,
                1,
                RunStatus.QUEUED,
                null,
                node.id(),
                node.name(),
                0,
                clock.instant(),
                null,
                null,
                null,
                Progress.NONE,
                null,
                null,
                List.of(),
                List.of(),
                null);
    }

    /** Queues a direct execution (seed row C7). @return as {@link #submit} @throws OverloadedException when too many wait */
    public @Nullable StoredReply submitDirect(
            JobRun run,
            Json params,
            @Nullable Duration timeout,
            @Nullable String traceparent,
            @Nullable IdempotencyRecord key) {
        dispatcher.reserveDirect();
        Attempt attempt = Attempt.direct(run, params, timeout, traceparent);
        StoredReply replay = null;
        boolean stored = false;
        live.add(attempt);
        try {
            replay = replay(commits.submit(new Submission(List.of(), run, null, key, List.of()))
                    .result());
            stored = replay == null;
        } finally {
            if (!stored) {
                dispatcher.cancelDirect();
                live.remove(attempt);
            }
        }
        if (stored) {
            aftermath.directAccepted(run);
            if (!dispatcher.addDirect(attempt)) {
                throw new OverloadedException("The node is stopping");
            }
        }
        return replay;
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

    /** The clock that new things are dated by. */
    public Instant now() {
        return clock.instant();
    }
}
