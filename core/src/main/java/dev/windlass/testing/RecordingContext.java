package dev.windlass.testing;

import dev.windlass.internal.artifact.ArtifactLimits;
import dev.windlass.job.Phase;
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

/**
 * The context of a run that nobody runs, to call a handler with in a test: remembers what it is told, and is cancelled by hand. Where the
 * retries and the end of a run matter too, use {@link ManualScheduler}. Thread-safe.
 */
public final class RecordingContext implements RunContext {

    private final List<Integer> percents = new CopyOnWriteArrayList<>();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<Warning> warnings = new CopyOnWriteArrayList<>();
    private final List<Phase> phases = new CopyOnWriteArrayList<>(List.of(Phase.LOADING));
    private final Map<String, ByteArrayOutputStream> artifacts = new ConcurrentHashMap<>();
    private final Map<String, String> contentTypes = new ConcurrentHashMap<>();
    private final List<Runnable> callbacks = new CopyOnWriteArrayList<>();
    private final int attempt;
    private volatile boolean cancelled;
    private volatile int cancelAfter;

    /** Of a first attempt. */
    public RecordingContext() {
        this(1);
    }

    /** @param attempt from 1 */
    public RecordingContext(int attempt) {
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

    /** The percentages that were reported, in order; a report of items done of items in all is turned into one. */
    public List<Integer> percents() {
        return percents;
    }

    public List<String> messages() {
        return messages;
    }

    public List<Warning> warnings() {
        return warnings;
    }

    /** LOADING, then WORKING each time that the handler said so. */
    public List<Phase> phases() {
        return phases;
    }

    /** The content types of all artifacts by name. */
    public Map<String, String> contentTypes() {
        return Map.copyOf(contentTypes);
    }

    /** What was written to an artifact. @throws NullPointerException naming the artifact when there is none */
    public byte[] artifact(String name) {
        return Objects.requireNonNull(artifacts.get(name), name).toByteArray();
    }

    /** The same as text. */
    public String artifactText(String name) {
        return new String(artifact(name), StandardCharsets.UTF_8);
    }

    /** Forgets what was reported, for another run of a handler. */
    public void forget() {
        percents.clear();
        messages.clear();
        warnings.clear();
        artifacts.clear();
        contentTypes.clear();
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
        phases.add(Phase.WORKING);
    }

    @Override
    public void progress(int percent) {
        percents.add(percent);
    }

    @Override
    public void progress(long completed, long total) {
        percents.add(total <= 0 ? 0 : (int) (100 * completed / total));
    }

    @Override
    public void message(String message) {
        messages.add(message);
        if (messages.size() == cancelAfter) {
            cancel();
        }
    }

    @Override
    public void warn(String code, @Nullable String message) {
        warnings.add(new Warning(code, message == null ? "" : message));
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
    public Registration onCancel(Runnable callback) {
        callbacks.add(callback);
        if (cancelled) {
            callback.run();
        }
        return () -> callbacks.remove(callback);
    }

    @Override
    public Optional<Duration> remaining() {
        return Optional.empty();
    }

    @Override
    public OutputStream openArtifact(String name, String contentType) {
        ArtifactLimits.check(name, contentType);
        contentTypes.put(name, contentType);
        // A second stream under the same name goes on with the first one's bytes, which shows in a test.
        return artifacts.computeIfAbsent(name, any -> new ByteArrayOutputStream());
    }
}
