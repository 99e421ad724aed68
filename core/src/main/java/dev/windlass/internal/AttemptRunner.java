package dev.windlass.internal;

import dev.windlass.internal.artifact.InvalidArtifact;
import dev.windlass.job.ErrorKind;
import dev.windlass.job.Ids;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobType;
import dev.windlass.job.Phase;
import dev.windlass.job.RunCancelledException;
import dev.windlass.job.RunResult;
import dev.windlass.spi.ClaimedRun;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes an attempt through its life on a slot's thread: start, handler, end. Thread-safe. */
final class AttemptRunner {

    /** Makes the context of an attempt. */
    interface Contexts {
        AttemptContext of(Attempt attempt, Supplier<Duration> elapsed);
    }

    private final JobTypes types;
    private final Node node;
    private final AttemptJournal journal;
    private final Contexts contexts;
    private final Timers timers;
    private final DurationEstimate durations;
    private final InstantSource clock;

    AttemptRunner(
            JobTypes types,
            Node node,
            AttemptJournal journal,
            Contexts contexts,
            Timers timers,
            DurationEstimate durations,
            InstantSource clock) {
        this.types = types;
        this.node = node;
        this.journal = journal;
        this.contexts = contexts;
        this.timers = timers;
        this.durations = durations;
        this.clock = clock;
    }

    /** Returns when the handler has returned, however its attempt ended; at once when it was cancelled or lost before its start. */
    void run(Attempt attempt) {
        guarded(attempt, false);
    }

    /** The same for an engine that is driven by hand: no timer runs, and lateness shows on the clock when the handler returns. */
    void runByHand(Attempt attempt) {
        guarded(attempt, true);
    }

    /** A defect of ours or of what the host gave us, its clock say, must not leave a run that is live for ever. */
    private void guarded(Attempt attempt, boolean byHand) {
        try {
            run(attempt, byHand);
        } catch (Throwable e) {
            log().error("Run {} could not be carried through", attempt.token().runId(), e);
            journal.abandon(attempt);
        }
    }

    private void run(Attempt attempt, boolean byHand) {
        if (attempt.isEnded()) {
            return;
        }
        JobTypes.Registered<?> registered = types.find(jobType(attempt));
        JobType<?> type = registered == null ? null : registered.type();
        start(attempt, type != null && type.loads() ? Phase.LOADING : Phase.WORKING);
        Timers.Timer timer = byHand ? Timers.NONE : watchTimeout(attempt);
        try (Interrupter interrupter = new Interrupter(attempt, type != null && type.interruptOnCancel())) {
            Verdict verdict = registered == null ? noHandler() : handle(registered, attempt, byHand);
            interrupter.close();
            end(attempt, byHand ? orTimedOut(attempt, verdict) : verdict);
        } finally {
            timer.cancel();
            durations.record(System.nanoTime() - attempt.startedNanos());
        }
    }

    private static String jobType(Attempt attempt) {
        ClaimedRun claim = attempt.claim();
        return claim == null ? attempt.run().jobType() : claim.job().type();
    }

    private void start(Attempt attempt, Phase phase) {
        Instant now = clock.instant();
        ClaimedRun claim = attempt.claim();
        JobRun started = claim == null
                ? RunViews.startedDirect(attempt.run(), phase, now)
                : RunViews.started(claim, node.id(), node.name(), phase, now);
        journal.start(attempt, started, now);
    }

    private Timers.Timer watchTimeout(Attempt attempt) {
        Duration timeout = attempt.timeout();
        return timeout == null ? Timers.NONE : timers.after(timeout, () -> timeOut(attempt, timeout));
    }

    private void timeOut(Attempt attempt, Duration timeout) {
        try {
            if (attempt.tryEnd()) {
                journal.finish(attempt, timedOut(timeout), clock.instant());
            }
        } catch (Throwable e) {
            log().error(
                            "The timeout of run {} could not be recorded",
                            attempt.token().runId(),
                            e);
            journal.abandon(attempt);
        }
        attempt.stop();
    }

    private Verdict handle(JobTypes.Registered<?> registered, Attempt attempt, boolean byHand) {
        try {
            RunResult result = registered.run(attempt.params(), contexts.of(attempt, elapsed(attempt, byHand)));
            return Verdict.of(result, attempt.warnings());
        } catch (RunCancelledException e) {
            return cancelled(attempt);
        } catch (InterruptedException e) {
            return attempt.isStopRequested() ? cancelled(attempt) : thrown(attempt, registered.type(), e);
        } catch (Throwable e) {
            return attempt.cancelRequest() == null ? thrown(attempt, registered.type(), e) : Verdict.CANCELLED;
        }
    }

    /** The timer does not heed the wall clock, but an engine that is driven by hand has nothing else. */
    private Supplier<Duration> elapsed(Attempt attempt, boolean byHand) {
        if (!byHand) {
            return () -> Duration.ofNanos(System.nanoTime() - attempt.startedNanos());
        }
        Instant startedAt = clock.instant();
        return () -> Duration.between(startedAt, clock.instant());
    }

    private static Verdict cancelled(Attempt attempt) {
        return attempt.isStopRequested()
                ? attempt.cancelRequest() == null ? Verdict.RELEASED : Verdict.CANCELLED
                : Verdict.failed("aborted", "The handler gave up", ErrorKind.APPLICATION, Verdict.Retry.NEVER);
    }

    private static Verdict noHandler() {
        return Verdict.failed(
                "no_handler",
                "This node has no handler for the type",
                ErrorKind.INFRASTRUCTURE,
                Verdict.Retry.AFTER_BACKOFF);
    }

    private static Verdict timedOut(Duration timeout) {
        return Verdict.failed(
                "timeout",
                "The attempt took longer than " + timeout.toMillis() / 1000.0 + " s",
                ErrorKind.TIMEOUT,
                Verdict.Retry.AFTER_BACKOFF);
    }

    /** Whatever a handler throws, errors included, ends its attempt and nothing else: the slot must live. */
    private static Verdict thrown(Attempt attempt, JobType<?> type, Throwable thrown) {
        UUID jobId = attempt.token().jobId();
        log().warn(
                        "Handler of {} threw in run {} of job {}, attempt {}",
                        type.name(),
                        Ids.prefixed("run", attempt.token().runId()),
                        jobId == null ? "none" : Ids.prefixed("job", jobId),
                        attempt.run().attempt(),
                        thrown);
        boolean hopeless = thrown instanceof InvalidArtifact || thrown instanceof InvalidRequestException;
        boolean again = type.retryExceptions() && !hopeless;
        String message = thrown.getMessage();
        return Verdict.failed(
                thrown instanceof InvalidArtifact invalid ? invalid.code() : "exception",
                message == null ? "" : message,
                ErrorKind.APPLICATION,
                again ? Verdict.Retry.AFTER_BACKOFF : Verdict.Retry.NEVER);
    }

    private void end(Attempt attempt, Verdict verdict) {
        Instant now = clock.instant();
        if (attempt.tryEnd()) {
            journal.finish(attempt, verdict, now);
        }
    }

    private Verdict orTimedOut(Attempt attempt, Verdict verdict) {
        Duration timeout = attempt.timeout();
        Instant startedAt = attempt.run().startedAt();
        boolean late =
                timeout != null && startedAt != null && startedAt.plus(timeout).isBefore(clock.instant());
        return timeout != null && late ? timedOut(timeout) : verdict;
    }

    private static Logger log() {
        return LoggerFactory.getLogger(AttemptRunner.class);
    }
}
