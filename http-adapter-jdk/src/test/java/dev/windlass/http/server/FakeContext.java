package dev.windlass.http.server;

import dev.windlass.job.RunCancelledException;
import dev.windlass.job.RunContext;
import dev.windlass.job.Trigger;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A context that can be cancelled, and remembers messages. */
final class FakeContext implements RunContext {

    final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<Runnable> callbacks = new CopyOnWriteArrayList<>();
    private volatile boolean cancelled;

    void cancel() {
        cancelled = true;
        callbacks.forEach(Runnable::run);
    }

    @Override
    public UUID runId() {
        return new UUID(1, 2);
    }

    @Override
    public @Nullable UUID jobId() {
        return null;
    }

    @Override
    public String jobType() {
        return "http";
    }

    @Override
    public Trigger trigger() {
        return Trigger.MANUAL;
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public long fencingToken() {
        return 1;
    }

    @Override
    public @Nullable String traceparent() {
        return null;
    }

    @Override
    public void working() {}

    @Override
    public void progress(int percent) {}

    @Override
    public void progress(long completed, long total) {}

    @Override
    public void message(String message) {
        messages.add(message);
    }

    @Override
    public void warn(String code, String message) {}

    @Override
    public boolean isCancelRequested() {
        return cancelled;
    }

    @Override
    public void throwIfCancelled() {
        if (cancelled) {
            throw new RunCancelledException();
        }
    }

    @Override
    public void onCancel(Runnable callback) {
        callbacks.add(callback);
    }

    @Override
    public Optional<Duration> remaining() {
        return Optional.empty();
    }

    @Override
    public OutputStream openArtifact(String name, String contentType) {
        throw new UnsupportedOperationException();
    }
}
