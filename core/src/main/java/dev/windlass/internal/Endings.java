package dev.windlass.internal;

import dev.windlass.job.ErrorKind;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.job.RunError;
import dev.windlass.job.RunStatus;
import dev.windlass.spi.CancelRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.RunToken;
import dev.windlass.spi.SubscriberEvents;
import dev.windlass.spi.Transition;
import dev.windlass.spi.Transition.Next;
import dev.windlass.webhook.EventFactory;
import dev.windlass.webhook.StateWebhooks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a job when a run of it has ended: the one place that knows retries, cancellation and the end of attempts. Used
 * for runs of this node and for runs of lost ones. Thread-safe.
 */
final class Endings {

    private final EventFactory events;
    private final RandomGenerator random;
    private final Duration directRetention;

    Endings(EventFactory events, RandomGenerator random, Duration directRetention) {
        this.events = events;
        this.random = random;
        this.directRetention = directRetention;
    }

    /**
     * What is ended.
     *
     * @param claim null when direct
     * @param run as it stood
     * @param traceparent of a direct run; null when it had none, or nobody knows any more
     * @param statesSent see {@link StateWebhooks}
     * @param cancel null when nobody asked, as far as is known
     * @param inline the small artifacts' bytes, for events
     */
    record Ended(
            @Nullable ClaimedRun claim,
            RunToken token,
            JobRun run,
            @Nullable String traceparent,
            int statesSent,
            @Nullable CancelRequest cancel,
            Supplier<Map<String, byte[]>> inline) {}

    Transition.Finish end(Ended ended, Verdict verdict, Instant now) {
        ClaimedRun claim = ended.claim();
        CancelRequest cancel = verdict.status() == RunStatus.COMPLETED ? null : ended.cancel();
        boolean cancelled = cancel != null;
        Verdict effective = cancel == null ? verdict : Verdict.cancelled(cancel.reason());
        RunError error = error(effective, ended.run().attempt());
        Next next = claim == null ? null : next(claim.job(), ended.run().attempt(), effective, cancelled, now);
        JobRun run = terminal(ended.run(), effective, error, expiresAt(claim, next, now), now);
        int sent = sent(ended, run, next);
        List<EventDraft> drafts = drafts(ended, run, next, now);
        boolean unlessCancelled = claim != null && !cancelled && effective.status() != RunStatus.COMPLETED;
        return new Transition.Finish(ended.token(), run, next, sent, unlessCancelled, drafts);
    }

    private static int sent(Ended ended, JobRun run, @Nullable Next next) {
        if (ended.claim() == null) {
            return ended.statesSent();
        }
        return next instanceof Next.End
                ? StateWebhooks.afterEnd(ended.statesSent())
                : StateWebhooks.afterRun(
                        ended.statesSent(), run, ended.claim().job().callback());
    }

    private List<EventDraft> drafts(Ended ended, JobRun run, @Nullable Next next, Instant now) {
        ClaimedRun claim = ended.claim();
        Supplier<List<EventDraft>> drafts = () -> {
            if (claim == null || next == null) {
                return events.finishedDirect(run, ended.traceparent(), ended.inline());
            }
            Job job = JobViews.after(claim, run, next, ended.cancel(), now);
            return events.finished(job, run, claim.starts(), ended.statesSent(), ended.inline());
        };
        return claim == null || claim.job().callback() == null ? new SubscriberEvents(drafts) : drafts.get();
    }

    private static @Nullable RunError error(Verdict verdict, int attempt) {
        Verdict.Failure failure = verdict.failure();
        if (failure == null) {
            return null;
        }
        boolean retriable = failure.retry() != Verdict.Retry.NEVER;
        return new RunError(failure.code(), failure.message(), failure.kind(), retriable, attempt);
    }

    private Next next(JobSpec job, int attempt, Verdict verdict, boolean cancelled, Instant now) {
        Verdict.Failure failure = verdict.failure();
        if (cancelled || (failure != null && failure.kind() == ErrorKind.CANCELLED)) {
            return new Next.End(JobStatus.RUNNING.to(JobStatus.CANCELLED), now.plus(job.retention()));
        }
        if (failure != null) {
            Next again = again(job, attempt, failure.retry(), now);
            if (again != null) {
                return again;
            }
        }
        JobStatus end = JobStatus.RUNNING.to(verdict.status().asJobStatus());
        return new Next.End(end, now.plus(job.retention()));
    }

    private @Nullable Next again(JobSpec job, int attempt, Verdict.Retry retry, Instant now) {
        boolean attemptsLeft = attempt < job.retryPolicy().maxAttempts();
        return switch (retry) {
            case NEVER -> null;
            case UNCOUNTED -> new Next.Requeue(attempt - 1, null);
            case AT_ONCE -> attemptsLeft ? new Next.Requeue(attempt, null) : null;
            case AFTER_BACKOFF ->
                attemptsLeft
                        ? new Next.Requeue(
                                attempt, now.plus(job.retryPolicy().backoff().delayAfter(attempt, random)))
                        : null;
        };
    }

    private @Nullable Instant expiresAt(@Nullable ClaimedRun claim, @Nullable Next next, Instant now) {
        if (claim == null) {
            return now.plus(directRetention);
        }
        return next instanceof Next.End end ? end.expiresAt() : null;
    }

    private static JobRun terminal(
            JobRun run, Verdict verdict, @Nullable RunError error, @Nullable Instant expiresAt, Instant now) {
        RunStatus status = run.status().to(verdict.status());
        return new JobRun(
                run.id(),
                run.jobId(),
                run.jobType(),
                run.trigger(),
                run.attempt(),
                status,
                null,
                run.nodeId(),
                run.node(),
                run.fence(),
                run.createdAt(),
                run.startedAt(),
                now,
                null,
                run.progress(),
                verdict.result(),
                error,
                verdict.warnings(),
                run.artifacts(),
                expiresAt);
    }
}
