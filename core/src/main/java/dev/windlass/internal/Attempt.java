package dev.windlass.internal;

import dev.windlass.internal.artifact.RunArtifacts;
import dev.windlass.job.JobRun;
import dev.windlass.job.Json;
import dev.windlass.job.Phase;
import dev.windlass.job.Progress;
import dev.windlass.job.Warning;
import dev.windlass.spi.CancelRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.RunToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One execution in the hands of this node: what it is, how far it is, and who may end it. Whoever calls {@link #tryEnd} first ends it:
 * the handler's return, its timeout, or the loss of its lease. Thread-safe.
 */
final class Attempt {

    /** Those beyond it are dropped: a run in a loop must not fill the heap. */
    private static final int MOST_WARNINGS = 100;

    private final @Nullable ClaimedRun claim;
    private final RunToken token;
    private final Json params;
    private final @Nullable Duration timeout;
    private final @Nullable String traceparent;

    private final Supplier<JobRun> waiting;
    private @Nullable JobRun run;
    private int statesSent;
    private boolean ended;
    private boolean stopRequested;
    private @Nullable CancelRequest cancelRequest;
    /** These are replaced by real ones when first needed: most attempts need none. */
    private List<Runnable> stopCallbacks = List.of();

    private List<Warning> warnings = List.of();
    private @Nullable RunArtifacts writes;
    private boolean reporting;
    private boolean reportAgain;
    private final long madeNanos = System.nanoTime();
    private volatile long startedNanos;

    private Attempt(
            @Nullable ClaimedRun claim,
            RunToken token,
            Supplier<JobRun> waiting,
            Json params,
            @Nullable Duration timeout,
            @Nullable String traceparent,
            int statesSent) {
        this.claim = claim;
        this.token = token;
        this.waiting = waiting;
        this.params = params;
        this.timeout = timeout;
        this.traceparent = traceparent;
        this.statesSent = statesSent;
    }

    /** @param waiting the run before its start, which hardly anybody asks for */
    static Attempt of(ClaimedRun claim, Supplier<JobRun> waiting) {
        return new Attempt(
                claim,
                claim.token(),
                waiting,
                claim.job().params(),
                claim.job().timeout(),
                claim.job().traceparent(),
                claim.statesSent());
    }

    /** @param run as it waits */
    static Attempt direct(JobRun run, Json params, @Nullable Duration timeout, @Nullable String traceparent) {
        return new Attempt(null, new RunToken(run.id(), null, run.fence()), () -> run, params, timeout, traceparent, 0);
    }

    @Nullable
    ClaimedRun claim() {
        return claim;
    }

    RunToken token() {
        return token;
    }

    Json params() {
        return params;
    }

    @Nullable
    Duration timeout() {
        return timeout;
    }

    @Nullable
    String traceparent() {
        return traceparent;
    }

    /** On {@link System#nanoTime}. */
    long startedNanos() {
        return startedNanos;
    }

    synchronized JobRun run() {
        return run == null ? waiting.get() : run;
    }

    synchronized int statesSent() {
        return statesSent;
    }

    synchronized @Nullable CancelRequest cancelRequest() {
        return cancelRequest;
    }

    synchronized boolean isStopRequested() {
        return stopRequested;
    }

    /** Whether it has been in the hands of this node for so long and has not ended. */
    boolean isLiveFor(long nanos) {
        return System.nanoTime() - madeNanos >= nanos && !isEnded();
    }

    synchronized boolean isEnded() {
        return ended;
    }

    /** Marks the start. */
    synchronized void start(JobRun started, int newStatesSent) {
        run = started;
        statesSent = newStatesSent;
        startedNanos = System.nanoTime();
    }

    /** Takes the right to end it. @return false when somebody else did */
    synchronized boolean tryEnd() {
        boolean mine = !ended;
        ended = true;
        return mine;
    }

    /** Moves on within the attempt; does nothing once it has ended. @return whether it changed anything */
    synchronized boolean report(Phase phase, Progress progress) {
        JobRun now = run();
        if (ended || (phase == now.phase() && progress.equals(now.progress()))) {
            return false;
        }
        Phase next = now.phase() == Phase.WORKING ? Phase.WORKING : phase;
        run = now.withProgress(next, now.progress().advance(progress));
        return true;
    }

    synchronized void statesSent(int sent) {
        statesSent |= sent;
    }

    synchronized void warn(Warning warning) {
        if (!ended && warnings.size() < MOST_WARNINGS) {
            warnings = warnings.isEmpty() ? new ArrayList<>() : warnings;
            warnings.add(warning);
        }
    }

    synchronized List<Warning> warnings() {
        return List.copyOf(warnings);
    }

    /** Begins to write what was reported. @return false when an earlier report is still being written, which will be followed by another */
    synchronized boolean beginReport() {
        boolean begins = !reporting && !ended;
        reportAgain = reporting;
        reporting |= begins;
        return begins;
    }

    /** A report was written. @return whether more was reported meanwhile */
    synchronized boolean endReport() {
        boolean again = reportAgain && !ended;
        reporting = false;
        reportAgain = false;
        return again;
    }

    /** The accounts of what it writes; made when they are first needed, which for most attempts is never. */
    synchronized RunArtifacts writes(Supplier<RunArtifacts> make) {
        RunArtifacts accounts = writes == null ? make.get() : writes;
        writes = accounts;
        return accounts;
    }

    /** The bytes of all artifacts when each is small; empty otherwise. */
    synchronized Map<String, byte[]> inlineArtifacts() {
        return writes == null ? Map.of() : writes.inline();
    }

    /** The run with what it has left behind. */
    synchronized JobRun withArtifacts() {
        return writes == null ? run() : run().withArtifacts(writes.finished());
    }

    /** Somebody asked to cancel it. */
    void cancel(CancelRequest request) {
        synchronized (this) {
            if (cancelRequest == null) {
                cancelRequest = request;
            }
        }
        stop();
    }

    /** It should stop, for whatever reason. */
    void stop() {
        List<Runnable> callbacks;
        synchronized (this) {
            stopRequested = true;
            callbacks = stopCallbacks;
            stopCallbacks = List.of();
        }
        callbacks.forEach(Runnable::run);
    }

    void onStop(Runnable callback) {
        synchronized (this) {
            if (!stopRequested) {
                stopCallbacks = stopCallbacks.isEmpty() ? new ArrayList<>(1) : stopCallbacks;
                stopCallbacks.add(callback);
                return;
            }
        }
        callback.run();
    }
}
