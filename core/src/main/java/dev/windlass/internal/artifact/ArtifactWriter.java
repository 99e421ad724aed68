package dev.windlass.internal.artifact;

import dev.windlass.job.ArtifactInfo;
import dev.windlass.job.RunCancelledException;
import dev.windlass.spi.ArtifactStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Cuts what a handler writes into chunks and measures it on the way. Holds one chunk, and small content until its end. */
final class ArtifactWriter extends OutputStream {

    private static final int FIRST_BUFFER = 8_192;

    private final RunArtifacts artifacts;
    private final String name;
    private final String contentType;
    private final MessageDigest sha256 = sha256();
    private byte[] chunk = new byte[FIRST_BUFFER];
    private int filled;
    private int chunks;
    private long size;
    private boolean over;
    private @Nullable ByteArrayOutputStream small = new ByteArrayOutputStream(0);

    ArtifactWriter(RunArtifacts artifacts, String name, String contentType) {
        this.artifacts = artifacts;
        this.name = name;
        this.contentType = contentType;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (over) {
            throw new IOException("The artifact " + name + " is closed");
        }
        try {
            artifacts.reserve(name, length);
            append(bytes, offset, length);
        } catch (RuntimeException e) {
            fail();
            throw e;
        }
    }

    private void append(byte[] bytes, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            int part = Math.min(left, ArtifactStore.CHUNK_BYTES - filled);
            if (filled + part > chunk.length) {
                int grown = Math.max(filled + part, chunk.length * 2);
                chunk = Arrays.copyOf(chunk, Math.min(grown, ArtifactStore.CHUNK_BYTES));
            }
            System.arraycopy(bytes, from, chunk, filled, part);
            filled += part;
            from += part;
            left -= part;
            if (filled == ArtifactStore.CHUNK_BYTES) {
                flushChunk();
            }
        }
    }

    private void flushChunk() {
        byte[] full = filled == chunk.length ? chunk : Arrays.copyOf(chunk, filled);
        sha256.update(full);
        size += full.length;
        keep(full);
        if (!artifacts.write(name, chunks, full)) {
            throw new RunCancelledException();
        }
        chunks++;
        // Never filled anew: the store may have kept it.
        chunk = new byte[full.length == ArtifactStore.CHUNK_BYTES ? full.length : 0];
        filled = 0;
    }

    private void keep(byte[] full) {
        if (small != null && artifacts.mayKeep(size)) {
            small.writeBytes(full);
        } else {
            small = null;
        }
    }

    /** Writes what is left, after which the artifact exists. Does nothing when a write has failed. */
    @Override
    public void close() {
        if (over) {
            return;
        }
        try {
            if (filled > 0) {
                flushChunk();
            }
        } catch (RuntimeException e) {
            fail();
            throw e;
        }
        over = true;
        byte[] content = small == null ? null : small.toByteArray();
        small = null;
        String digest = HexFormat.of().formatHex(sha256.digest());
        artifacts.close(new ArtifactInfo(name, contentType, size, digest), content);
    }

    private void fail() {
        over = true;
        small = null;
        chunk = new byte[0];
        artifacts.abandon(name);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
