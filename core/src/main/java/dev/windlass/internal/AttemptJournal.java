package dev.windlass.internal;

import dev.windlass.internal.Turns.Turn;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.Phase;
import dev.windlass.job.StoreException;
import dev.windlass.spi.CancelRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.SubscriberEvents;
import dev.windlass.spi.Transition;
import dev.windlass.webhook.EventFactory;
import dev.windlass.webhook.StateWebhooks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what becomes of this node's attempts, and deals with refusals. Thread-safe. */
final class AttemptJournal {

    private final Commits commits;
    private final Endings endings;
    private final EventFactory events;
    private final LargeResults largeResults;
    private final LiveAttempts live;
    private final Aftermath aftermath;
    private final Metrics metrics;
    private final BiConsumer<JobSpec, @Nullable Instant> requeued;
    private final InstantSource clock;

    /** @param requeued told of a job that waits again, and until when */
    AttemptJournal(
            Commits commits,
            Endings endings,
            EventFactory events,
            LargeResults largeResults,
            LiveAttempts live,
            Aftermath aftermath,
            Metrics metrics,
            BiConsumer<JobSpec, @Nullable Instant> requeued,
            InstantSource clock) {
        this.commits = commits;
        this.endings = endings;
        this.events = events;
        this.largeResults = largeResults;
        this.live = live;
        this.aftermath = aftermath;
        this.metrics = metrics;
        this.requeued = requeued;
        this.clock = clock;
    }

    void start(Attempt attempt, JobRun started, Instant now) {
        ClaimedRun claim = attempt.claim();
        Phase phase = java.util.Objects.requireNonNull(started.phase());
        int sent = claim == null ? 0 : StateWebhooks.afterStart(claim.statesSent(), phase);
        List<EventDraft> drafts = claim == null ? List.of() : started(claim, started, attempt.cancelRequest());
        attempt.start(started, sent);
        Transition.Start start = new Transition.Start(attempt.token(), now, phase, sent, drafts);
        Turn turn = aftermath.turn(attempt.token().jobId());
        commits.apply(start, new Then(() -> aftermath.started(started, start, turn), () -> lose(attempt), turn::pass));
    }

    private List<EventDraft> started(ClaimedRun claim, JobRun run, @Nullable CancelRequest cancel) {
        Supplier<List<EventDraft>> drafts =
                () -> events.started(JobViews.running(claim, run, cancel), run, claim.starts(), claim.statesSent());
        return claim.job().callback() == null ? new SubscriberEvents(drafts) : drafts.get();
    }

    void report(Attempt attempt) {
        if (attempt.beginReport()) {
            writeReport(attempt);
        }
    }

    private void writeReport(Attempt attempt) {
        JobRun run = attempt.run();
        ClaimedRun claim = attempt.claim();
        int before = attempt.statesSent();
        int sent = claim == null ? 0 : StateWebhooks.afterWorking(before);
        List<EventDraft> drafts = claim == null || sent == before
                ? List.of()
                : events.working(JobViews.running(claim, run, attempt.cancelRequest()), run, claim.starts(), before);
        attempt.statesSent(sent);
        Phase phase = java.util.Objects.requireNonNull(run.phase());
        Transition.Report report =
                new Transition.Report(attempt.token(), phase, run.progress(), clock.instant(), sent, drafts);
        commits.apply(
                report, new Then(() -> aftermath.reported(run, report), () -> lose(attempt), () -> reported(attempt)));
    }

    private void reported(Attempt attempt) {
        if (attempt.endReport()) {
            report(attempt);
        }
    }

    /** Writes the end of an attempt that the caller has won by {@link Attempt#tryEnd}. */
    void finish(Attempt attempt, Verdict verdict, Instant now) {
        write(attempt, largeResults.fit(attempt, verdict), attempt.cancelRequest(), now, true);
    }

    private void write(
            Attempt attempt, Verdict verdict, @Nullable CancelRequest cancel, Instant now, boolean firstTry) {
        Transition.Finish finish = endings.end(
                new Endings.Ended(
                        attempt.claim(),
                        attempt.token(),
                        attempt.withArtifacts(),
                        attempt.traceparent(),
                        attempt.statesSent(),
                        cancel,
                        attempt::inlineArtifacts),
                verdict,
                now);
        Turn turn = aftermath.turn(attempt.token().jobId());
        commits.apply(finish, new GroupCommit.Completion<>() {
            @Override
            public void done(Boolean accepted) {
                if (accepted) {
                    settled(attempt, finish, now, turn);
                    return;
                }
                turn.pass();
                if (finish.unlessCancelled()) {
                    write(attempt, verdict, new CancelRequest(clock.instant(), null), now, firstTry);
                } else {
                    refused(attempt);
                }
            }

            @Override
            public void failed(StoreException failure) {
                turn.pass();
                if (firstTry && !failure.isTransient()) {
                    log().error(
                                    "The store refuses the end of run {}",
                                    attempt.token().runId(),
                                    failure);
                    write(attempt, Verdict.STORE_REFUSED, cancel, now, false);
                } else {
                    log().error(
                                    "The end of run {} is lost; it will be found as lost",
                                    attempt.token().runId(),
                                    failure);
                    abandon(attempt);
                }
            }
        });
    }

    private void settled(Attempt attempt, Transition.Finish finish, Instant now, Turn turn) {
        live.remove(attempt);
        aftermath.finished(finish, now, turn);
        ClaimedRun claim = attempt.claim();
        if (claim != null && finish.next() instanceof Transition.Next.Requeue requeue) {
            requeued.accept(claim.job(), requeue.notBefore());
        }
    }

    /** It can be neither carried on nor ended: this node forgets it, and so it is found as lost within some ten seconds. */
    void abandon(Attempt attempt) {
        attempt.tryEnd();
        attempt.stop();
        live.remove(attempt);
        metrics.abandoned();
    }

    /** Its fence has moved on: somebody else decides about this run now. */
    private void lose(Attempt attempt) {
        if (attempt.tryEnd()) {
            refused(attempt);
        }
        attempt.stop();
    }

    private void refused(Attempt attempt) {
        metrics.stale();
        live.remove(attempt);
        log().info("A write of run {} was refused as stale", attempt.token().runId());
    }

    /**
     * A completion for writes that need no answer to a failure: what follows them in the same stream will meet it too.
     *
     * @param last what is to be done however it went
     */
    private record Then(Runnable accepted, Runnable refused, Runnable last) implements GroupCommit.Completion<Boolean> {
        @Override
        public void done(Boolean isAccepted) {
            (isAccepted ? accepted : refused).run();
            last.run();
        }

        @Override
        public void failed(StoreException failure) {
            log().warn("A write was given up: {}", failure.getMessage());
            last.run();
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(AttemptJournal.class);
    }
}
