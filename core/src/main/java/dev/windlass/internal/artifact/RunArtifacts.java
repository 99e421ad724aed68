package dev.windlass.internal.artifact;

import dev.windlass.job.ArtifactInfo;
import dev.windlass.spi.ArtifactStore;
import dev.windlass.spi.RunToken;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The artifacts that one run writes, and the accounts of how much that is. Thread-safe; each stream is for one thread at a time. */
public final class RunArtifacts {

    /** Told of each artifact when its stream was closed. */
    @FunctionalInterface
    public interface Finished {
        /** @param bytes what it holds; null when the artifacts of the run are too large to be shown inline */
        void artifact(ArtifactInfo info, byte @Nullable [] bytes);
    }

    private final ArtifactStore store;
    private final RunToken token;
    private final ArtifactLimits limits;
    private final Finished finished;
    private final Map<String, Long> sizes = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private long total;
    private long kept;

    public RunArtifacts(ArtifactStore store, RunToken token, ArtifactLimits limits, Finished finished) {
        this.store = store;
        this.token = token;
        this.limits = limits;
        this.finished = finished;
    }

    /**
     * Opens an artifact. It exists once the stream is closed; one of the same name that was closed before is replaced.
     *
     * <p>Writing throws {@link InvalidArtifact} with code {@code artifact_too_large} or {@code run_artifacts_too_large} at a limit, and
     * {@link dev.windlass.job.RunCancelledException} once the run is no longer this node's.
     *
     * @throws InvalidArtifact with code {@code invalid_artifact_name}, {@code invalid_content_type}, {@code artifact_open} when a stream
     *     of this name is not closed yet, or {@code too_many_artifacts}
     */
    public OutputStream open(String name, String contentType) {
        ArtifactLimits.check(name, contentType);
        begin(name);
        return new ArtifactWriter(this, name, contentType);
    }

    private synchronized void begin(String name) {
        if (open.contains(name)) {
            throw new InvalidArtifact("artifact_open", "Artifact " + name + " is being written already");
        }
        if (!sizes.containsKey(name) && sizes.size() >= ArtifactLimits.MOST_PER_RUN) {
            throw new InvalidArtifact(
                    "too_many_artifacts", "A run has at most " + ArtifactLimits.MOST_PER_RUN + " artifacts");
        }
        open.add(name);
        total -= sizes.getOrDefault(name, 0L);
        sizes.put(name, 0L);
    }

    /** An artifact is to grow. */
    synchronized void reserve(String name, long bytes) {
        long size = sizes.getOrDefault(name, 0L) + bytes;
        if (size > limits.artifactBytes()) {
            throw new InvalidArtifact(
                    "artifact_too_large", "Artifact " + name + " has more than " + limits.artifactBytes() + " bytes");
        }
        if (total + bytes > limits.runBytes()) {
            throw new InvalidArtifact(
                    "run_artifacts_too_large",
                    "The artifacts of the run have more than " + limits.runBytes() + " bytes");
        }
        sizes.put(name, size);
        total += bytes;
    }

    /** @return false when the run is no longer this node's */
    boolean write(String name, int index, byte[] chunk) {
        return store.writeChunk(token, name, index, chunk);
    }

    /** Whether content of this size could still be shown inline. */
    boolean mayKeep(long bytes) {
        return bytes <= limits.inlineBytes();
    }

    void close(ArtifactInfo info, byte @Nullable [] content) {
        byte[] inline;
        synchronized (this) {
            open.remove(info.name());
            inline = content != null && kept + content.length <= limits.inlineBytes() ? content : null;
            kept += inline == null ? 0 : inline.length;
        }
        finished.artifact(info, inline);
    }

    /** A stream has failed: there is no such artifact. */
    synchronized void abandon(String name) {
        open.remove(name);
    }
}
