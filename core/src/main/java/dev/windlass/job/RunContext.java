package dev.windlass.job;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A handler's view of its attempt. Thread-safe. Reports are buffered and written in groups; the last one before the end is never lost.
 * Once the attempt is over (ended, timed out or taken away) every call but the getters is ignored.
 */
public interface RunContext {

    UUID runId();

    /** Null when direct. */
    @Nullable
    UUID jobId();

    String jobType();

    Trigger trigger();

    /** From 1. */
    int attempt();

    /**
     * Larger for each later claim. Hand it to external systems that can refuse a smaller one than they have seen, so that a stale
     * attempt cannot overwrite a newer one.
     */
    long fencingToken();

    /** W3C trace context of the request that made the job; null when it had none. */
    @Nullable
    String traceparent();

    /** Preparations are over: the phase goes from loading to working. The first reported progress says so too. */
    void working();

    /** Reports 0–100; out of range is clamped, and less than before is ignored. */
    void progress(int percent);

    /** Reports items done of items in all; the percentage follows. */
    void progress(long completed, long total);

    /** Says what it is doing. */
    void message(String message);

    /** Adds a warning; a run that completes with warnings is a partial success. @param message may be null, see {@link Warning} */
    void warn(String code, @Nullable String message);

    /** Whether the attempt should stop: somebody cancelled it, it timed out, or its node lost it. */
    boolean isCancelRequested();

    /** What was said by whoever asked to cancel it; empty when nobody asked, or nothing was said. */
    default Optional<String> cancelReason() {
        return Optional.empty();
    }

    /** @throws RunCancelledException when the attempt should stop */
    void throwIfCancelled();

    /**
     * Calls back once, on another thread, when the attempt should stop; at once when that is so already. Callbacks of an attempt are run
     * one after the other, in the order in which they were left, so that one that blocks holds up the rest. What one throws is logged.
     *
     * @return takes the callback back. It is kept until the attempt ends otherwise: a handler that leaves one for each of many steps
     *     closes it after the step
     */
    Registration onCancel(Runnable callback);

    /** A callback that was left. Thread-safe. */
    interface Registration extends AutoCloseable {
        /** It is not needed any more; does nothing when it was run, and does not wait for it while it runs. */
        @Override
        void close();
    }

    /** Until the attempt times out; empty when it has no timeout. */
    Optional<Duration> remaining();

    /**
     * Opens an artifact of this run. It is there for others once the stream was closed and the attempt has ended. One of the same name
     * that was closed before is replaced, and gone at once: whatever becomes of the new one, the former does not come back.
     *
     * @param name see {@link ArtifactNames}
     * @throws IllegalArgumentException when the name is unsafe, with code {@code invalid_artifact_name} as the attempt's error
     * @throws RunCancelledException when the attempt is over
     */
    OutputStream openArtifact(String name, String contentType) throws IOException;

    /** Writes an artifact in one go. */
    default void writeArtifact(String name, String contentType, byte[] bytes) throws IOException {
        try (OutputStream out = openArtifact(name, contentType)) {
            out.write(bytes);
        }
    }
}
