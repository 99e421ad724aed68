package dev.windlass.internal.artifact;

import dev.windlass.spi.ArtifactStore;
import dev.windlass.spi.RunToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Chunks of one run, which may be taken away; counts what is read. */
final class HeapChunks implements ArtifactStore {

    final Map<String, Map<Integer, byte[]>> chunks = new TreeMap<>();
    boolean live = true;
    int reads;

    @Override
    public boolean writeChunk(RunToken token, String name, int index, byte[] bytes) {
        if (live) {
            chunks.computeIfAbsent(name, unused -> new TreeMap<>()).put(index, bytes);
        }
        return live;
    }

    @Override
    public List<Chunk> readChunks(UUID runId, @Nullable String name, int index) {
        reads++;
        List<Chunk> found = new ArrayList<>();
        chunks.forEach((key, pieces) -> {
            byte[] bytes = name == null || name.equals(key) ? pieces.get(index) : null;
            if (bytes != null) {
                found.add(new Chunk(key, index, bytes));
            }
        });
        return found;
    }
}
