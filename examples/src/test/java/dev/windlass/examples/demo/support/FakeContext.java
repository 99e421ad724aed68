package dev.windlass.examples.demo.support;

import dev.windlass.job.RunCancelledException;
import dev.windlass.job.RunContext;
import dev.windlass.job.Trigger;
import dev.windlass.job.Warning;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A context that remembers what a handler told it. */
public final class FakeContext implements RunContext {

    public final List<Integer> percents = new CopyOnWriteArrayList<>();
    public final List<String> messages = new CopyOnWriteArrayList<>();
    public final List<Warning> warnings = new CopyOnWriteArrayList<>();
    public final List<String> phases = new CopyOnWriteArrayList<>(List.of("loading"));
    public final Map<String, ByteArrayOutputStream> artifacts = new ConcurrentHashMap<>();
    public final Map<String, String> contentTypes = new ConcurrentHashMap<>();
    private final List<Runnable> callbacks = new CopyOnWriteArrayList<>();
    private final int attempt;
    private volatile boolean cancelled;
    private volatile int cancelAfter;

    public FakeContext() {
        this(1);
    }

    public FakeContext(int attempt) {
        this.attempt = attempt;
    }

    /** What the engine does when somebody cancels the run. */
    public void cancel() {
        cancelled = true;
        callbacks.forEach(Runnable::run);
    }

    /** Cancels as soon as the handler has said so much. */
    public void cancelAfterMessages(int count) {
        cancelAfter = count;
    }

    /** Whether the handler has left a callback, which is when it is ready to be cancelled. */
    public boolean isListening() {
        return !callbacks.isEmpty();
    }

    /** What was written to an artifact. */
    public byte[] artifact(String name) {
        return Objects.requireNonNull(artifacts.get(name), name).toByteArray();
    }

    /** What was written to an artifact, as text. */
    public String artifactText(String name) {
        return new String(artifact(name), StandardCharsets.UTF_8);
    }

    @Override
    public UUID runId() {
        return new UUID(1, 2);
    }

    @Override
    public UUID jobId() {
        return new UUID(3, 4);
    }

    @Override
    public String jobType() {
        return "any";
    }

    @Override
    public Trigger trigger() {
        return Trigger.MANUAL;
    }

    @Override
    public int attempt() {
        return attempt;
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
    public void working() {
        phases.add("working");
    }

    @Override
    public void progress(int percent) {
        percents.add(percent);
    }

    @Override
    public void progress(long completed, long total) {
        percents.add((int) (100 * completed / total));
    }

    @Override
    public void message(String message) {
        messages.add(message);
        if (messages.size() == cancelAfter) {
            cancel();
        }
    }

    @Override
    public void warn(String code, String message) {
        warnings.add(new Warning(code, message));
    }

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
        if (cancelled) {
            callback.run();
        }
    }

    @Override
    public Optional<Duration> remaining() {
        return Optional.empty();
    }

    @Override
    public OutputStream openArtifact(String name, String contentType) {
        contentTypes.put(name, contentType);
        return artifacts.computeIfAbsent(name, any -> new ByteArrayOutputStream());
    }
}
