package dev.windlass.internal.artifact;

import dev.windlass.job.ArtifactInfo;
import dev.windlass.spi.ArtifactStore;
import dev.windlass.spi.RunToken;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The artifacts that one run writes, and the accounts of how much that is. Thread-safe; each stream is for one thread at a time. */
public final class RunArtifacts {

    private final ArtifactStore store;
    private final RunToken token;
    private final ArtifactLimits limits;
    private final Map<String, ArtifactInfo> finished = new LinkedHashMap<>();
    private final Map<String, byte[]> inline = new HashMap<>();
    private final Map<String, Long> sizes = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private long total;
    private long kept;

    public RunArtifacts(ArtifactStore store, RunToken token, ArtifactLimits limits) {
        this.store = store;
        this.token = token;
        this.limits = limits;
    }

    /**
     * Opens an artifact. It exists once the stream is closed; one of the same name that was closed before is gone at once, since its
     * chunks are written over.
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
        finished.remove(name);
        byte[] former = inline.remove(name);
        kept -= former == null ? 0 : former.length;
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

    /** An artifact is finished. @param content null when it is too large to be shown inline */
    synchronized void close(ArtifactInfo info, byte @Nullable [] content) {
        open.remove(info.name());
        finished.put(info.name(), info);
        if (content != null && kept + content.length <= limits.inlineBytes()) {
            inline.put(info.name(), content);
            kept += content.length;
        }
    }

    /** A stream has failed: there is no such artifact. */
    synchronized void abandon(String name) {
        open.remove(name);
    }

    /** Those that were closed, in that order. */
    public synchronized List<ArtifactInfo> finished() {
        return List.copyOf(finished.values());
    }

    /** The bytes of all that were closed, by name; empty when they are too large to be shown inline. */
    public synchronized Map<String, byte[]> inline() {
        return inline.size() == finished.size() ? Map.copyOf(inline) : Map.of();
    }
}
