package dev.windlass.store.memory;

import dev.windlass.job.ArtifactInfo;
import dev.windlass.spi.ArtifactStore.Chunk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The bytes of artifacts by run, name and index. */
final class ArtifactTable {

    private final Map<UUID, TreeMap<String, TreeMap<Integer, byte[]>>> byRun = new HashMap<>();

    /** @param bytes never changed from now on */
    void put(UUID runId, String name, int index, byte[] bytes) {
        byRun.computeIfAbsent(runId, unused -> new TreeMap<>())
                .computeIfAbsent(name, unused -> new TreeMap<>())
                .put(index, bytes);
    }

    List<Chunk> read(UUID runId, @Nullable String name, int index) {
        TreeMap<String, TreeMap<Integer, byte[]>> named = byRun.get(runId);
        List<Chunk> chunks = new ArrayList<>();
        if (named != null) {
            named.forEach((artifact, bytes) -> {
                byte[] found = name == null || name.equals(artifact) ? bytes.get(index) : null;
                if (found != null) {
                    chunks.add(new Chunk(artifact, index, found));
                }
            });
        }
        return chunks;
    }

    /** Keeps only what the finished run says that it has: a stream that was never closed left bytes, but no artifact. */
    void keepOnly(UUID runId, List<ArtifactInfo> kept) {
        TreeMap<String, TreeMap<Integer, byte[]>> named = byRun.get(runId);
        if (named == null) {
            return;
        }
        named.keySet()
                .removeIf(name -> kept.stream().noneMatch(info -> info.name().equals(name)));
        if (named.isEmpty()) {
            byRun.remove(runId);
        }
    }

    void forget(UUID runId) {
        byRun.remove(runId);
    }
}
