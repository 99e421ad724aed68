package dev.windlass.internal;

import dev.windlass.job.Phase;
import dev.windlass.job.Progress;
import dev.windlass.job.RunCancelledException;
import dev.windlass.job.RunContext;
import dev.windlass.job.Trigger;
import dev.windlass.job.Warning;
import dev.windlass.spi.CancelRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a handler sees of its {@link Attempt}. */
final class AttemptContext implements RunContext {

    private final Attempt attempt;
    private final Supplier<Duration> elapsed;
    private final Reporter reporter;
    private final ArtifactSink artifacts;
    private final Executor executor;
    private @Nullable CancelCallbacks callbacks;

    /** Writes what an attempt reports. */
    interface Reporter {
        void report(Attempt attempt);
    }

    /** Opens artifacts of an attempt. */
    interface ArtifactSink {
        OutputStream open(Attempt attempt, String name, String contentType) throws IOException;
    }

    /**
     * @param elapsed how long ago the attempt started
     * @param executor runs what the handler leaves for a cancel, which may take its time
     */
    AttemptContext(
            Attempt attempt, Supplier<Duration> elapsed, Reporter reporter, ArtifactSink artifacts, Executor executor) {
        this.attempt = attempt;
        this.elapsed = elapsed;
        this.reporter = reporter;
        this.artifacts = artifacts;
        this.executor = executor;
    }

    @Override
    public UUID runId() {
        return attempt.token().runId();
    }

    @Override
    public @Nullable UUID jobId() {
        return attempt.token().jobId();
    }

    @Override
    public String jobType() {
        return attempt.run().jobType();
    }

    @Override
    public Trigger trigger() {
        return attempt.run().trigger();
    }

    @Override
    public int attempt() {
        return attempt.run().attempt();
    }

    @Override
    public long fencingToken() {
        return attempt.token().fence();
    }

    @Override
    public @Nullable String traceparent() {
        return attempt.traceparent();
    }

    @Override
    public void working() {
        report(Progress.NONE);
    }

    @Override
    public void progress(int percent) {
        report(new Progress(Math.max(0, Math.min(100, percent)), null, null, null));
    }

    @Override
    public void progress(long completed, long total) {
        int percent = total <= 0 ? 0 : (int) Math.max(0, Math.min(100, completed * 100.0 / total));
        report(new Progress(percent, completed, total, null));
    }

    @Override
    public void message(String message) {
        report(new Progress(null, null, null, message));
    }

    private void report(Progress progress) {
        if (attempt.report(Phase.WORKING, progress)) {
            reporter.report(attempt);
        }
    }

    @Override
    public void warn(String code, @Nullable String message) {
        attempt.warn(new Warning(code, message == null ? "" : message));
    }

    @Override
    public boolean isCancelRequested() {
        return attempt.isStopRequested();
    }

    @Override
    public Optional<String> cancelReason() {
        CancelRequest request = attempt.cancelRequest();
        return Optional.ofNullable(request == null ? null : request.reason());
    }

    @Override
    public void throwIfCancelled() {
        if (isCancelRequested()) {
            throw new RunCancelledException();
        }
    }

    @Override
    public Registration onCancel(Runnable callback) {
        return callbacks().add(callback);
    }

    private synchronized CancelCallbacks callbacks() {
        CancelCallbacks all = callbacks;
        if (all == null) {
            all = new CancelCallbacks(executor);
            callbacks = all;
            attempt.onStop(all::stop);
        }
        return all;
    }

    @Override
    public Optional<Duration> remaining() {
        Duration timeout = attempt.timeout();
        if (timeout == null) {
            return Optional.empty();
        }
        Duration left = timeout.minus(elapsed.get());
        return Optional.of(left.isNegative() ? Duration.ZERO : left);
    }

    @Override
    public OutputStream openArtifact(String name, String contentType) throws IOException {
        if (attempt.isEnded()) {
            throw new RunCancelledException();
        }
        return artifacts.open(attempt, name, contentType);
    }
}
