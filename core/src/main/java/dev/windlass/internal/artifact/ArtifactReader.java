package dev.windlass.internal.artifact;

import dev.windlass.job.ArtifactInfo;
import dev.windlass.job.JobRun;
import dev.windlass.spi.ArtifactStore;
import dev.windlass.spi.ArtifactStore.Chunk;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads artifacts of runs that have ended. Thread-safe. */
public final class ArtifactReader {

    private final ArtifactStore store;

    public ArtifactReader(ArtifactStore store) {
        this.store = store;
    }

    /**
     * The bytes from {@code offset} on; at most one chunk is held. Reading throws an IOException when they were deleted meanwhile.
     *
     * @throws IndexOutOfBoundsException unless the offset is 0 to the artifact's size
     */
    public InputStream open(UUID runId, ArtifactInfo info, long offset) {
        if (offset < 0 || offset > info.size()) {
            throw new IndexOutOfBoundsException("No offset " + offset + " in " + info.size() + " bytes");
        }
        return new ArtifactInputStream(store, runId, info, offset);
    }

    /**
     * The bytes of all artifacts of a run by name, read together.
     *
     * @return empty when they have more than {@code atMost} bytes in all, or were deleted meanwhile
     */
    public Map<String, byte[]> readAll(JobRun run, int atMost) {
        long total = run.artifacts().stream().mapToLong(ArtifactInfo::size).sum();
        if (run.artifacts().isEmpty() || total > atMost) {
            return Map.of();
        }
        Map<String, ByteBuffer> bytes = new LinkedHashMap<>();
        run.artifacts().forEach(info -> bytes.put(info.name(), ByteBuffer.allocate((int) info.size())));
        return fill(run.id(), bytes) ? arrays(bytes) : Map.of();
    }

    private boolean fill(UUID runId, Map<String, ByteBuffer> bytes) {
        for (int index = 0; bytes.values().stream().anyMatch(ByteBuffer::hasRemaining); index++) {
            List<Chunk> chunks = store.readChunks(runId, null, index);
            if (chunks.isEmpty()) {
                return false;
            }
            for (Chunk chunk : chunks) {
                ByteBuffer content = bytes.get(chunk.name());
                if (content != null) {
                    // A stream that was replaced by a shorter one may have left more than belongs to it.
                    content.put(chunk.bytes(), 0, Math.min(chunk.bytes().length, content.remaining()));
                }
            }
        }
        return true;
    }

    private static Map<String, byte[]> arrays(Map<String, ByteBuffer> bytes) {
        Map<String, byte[]> arrays = new LinkedHashMap<>();
        bytes.forEach((name, content) -> arrays.put(name, content.array()));
        return arrays;
    }
}
