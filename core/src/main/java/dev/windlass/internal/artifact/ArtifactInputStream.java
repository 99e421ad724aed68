package dev.windlass.internal.artifact;

import dev.windlass.job.ArtifactInfo;
import dev.windlass.spi.ArtifactStore;
import dev.windlass.spi.ArtifactStore.Chunk;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Fetches the chunk that is being read, and no other. Not thread-safe. */
final class ArtifactInputStream extends InputStream {

    private static final byte[] NONE = new byte[0];

    private final ArtifactStore store;
    private final UUID runId;
    private final ArtifactInfo info;
    private long position;
    private byte[] chunk = NONE;
    private int chunkIndex = -1;
    private boolean closed;

    ArtifactInputStream(ArtifactStore store, UUID runId, ArtifactInfo info, long position) {
        this.store = store;
        this.runId = runId;
        this.info = info;
        this.position = position;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (closed) {
            throw new IOException("The stream is closed");
        }
        if (length == 0) {
            return 0;
        }
        if (position >= info.size()) {
            return -1;
        }
        fetch((int) (position / ArtifactStore.CHUNK_BYTES));
        int from = (int) (position % ArtifactStore.CHUNK_BYTES);
        int part = (int) Math.min(Math.min(length, chunk.length - from), info.size() - position);
        System.arraycopy(chunk, from, bytes, offset, part);
        position += part;
        return part;
    }

    private void fetch(int index) throws IOException {
        if (index == chunkIndex) {
            return;
        }
        chunk = NONE;
        List<Chunk> found = store.readChunks(runId, info.name(), index);
        long start = (long) index * ArtifactStore.CHUNK_BYTES;
        long needed = Math.min(ArtifactStore.CHUNK_BYTES, info.size() - start);
        if (found.size() != 1 || found.get(0).bytes().length < needed) {
            throw new IOException("Artifact " + info.name() + " was deleted while it was read");
        }
        chunk = found.get(0).bytes();
        chunkIndex = index;
    }

    /** Costs nothing: what is passed over is not fetched. */
    @Override
    public long skip(long count) {
        long skipped = Math.max(0, Math.min(count, info.size() - position));
        position += skipped;
        return skipped;
    }

    @Override
    public int available() {
        boolean fetched = position / ArtifactStore.CHUNK_BYTES == chunkIndex;
        long inChunk = chunk.length - position % ArtifactStore.CHUNK_BYTES;
        return fetched && !closed ? (int) Math.max(0, Math.min(inChunk, info.size() - position)) : 0;
    }

    @Override
    public void close() {
        closed = true;
        chunk = NONE;
        chunkIndex = -1;
    }
}
