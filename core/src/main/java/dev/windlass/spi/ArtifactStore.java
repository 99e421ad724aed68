package dev.windlass.spi;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of artifacts, in chunks, so that neither side holds more than one chunk. What is known about them is part of the
 * {@link dev.windlass.job.JobRun} and becomes visible with it.
 */
public interface ArtifactStore {

    /** The size of every chunk but the last. */
    int CHUNK_BYTES = 262_144;

    /**
     * Keeps one chunk, replacing what was there under the same run, name and index.
     *
     * @return false when the token is not live; then nothing is kept
     */
    boolean writeChunk(RunToken token, String name, int index, byte[] bytes);

    /** The chunks with this index of the named artifact, or of all artifacts of the run when {@code name} is null. */
    List<Chunk> readChunks(UUID runId, @Nullable String name, int index);

    /** A piece of an artifact. */
    record Chunk(String name, int index, byte[] bytes) {}
}
