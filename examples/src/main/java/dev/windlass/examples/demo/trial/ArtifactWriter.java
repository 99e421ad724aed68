package dev.windlass.examples.demo.trial;

import dev.windlass.job.ArtifactNames;
import dev.windlass.job.JobHandler;
import dev.windlass.job.RunContext;
import dev.windlass.job.RunResult;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Writes an artifact of any size without holding it: numbered lines, so that a reader can see a missing or doubled part. */
final class ArtifactWriter implements JobHandler<ArtifactParams> {

    private static final int LINE = 16;
    private static final int LINES_PER_CHUNK = 4_096;

    @Override
    public RunResult run(ArtifactParams params, RunContext context) throws IOException {
        if (!ArtifactNames.isSafe(params.name())) {
            return RunResult.failed("invalid_artifact_name", "Not a safe name for an artifact: " + params.name());
        }
        try (OutputStream out = context.openArtifact(params.name(), params.contentType())) {
            for (long written = 0; written < params.bytes(); ) {
                context.throwIfCancelled();
                written += writeChunk(out, written, params.bytes());
                context.progress((int) (100 * written / params.bytes()));
            }
        }
        return RunResult.completed(Map.of("name", params.name(), "bytes", params.bytes()));
    }

    private static int writeChunk(OutputStream out, long from, long total) throws IOException {
        byte[] chunk = new byte[LINE * LINES_PER_CHUNK];
        for (int i = 0; i < LINES_PER_CHUNK; i++) {
            writeLine(chunk, i * LINE, from / LINE + i);
        }
        int size = (int) Math.min(chunk.length, total - from);
        out.write(chunk, 0, size);
        return size;
    }

    /** Fifteen digits and a line feed; by hand, because formatting is slower than any disk. */
    private static void writeLine(byte[] chunk, int at, long number) {
        long rest = number;
        chunk[at + LINE - 1] = '\n';
        for (int digit = LINE - 2; digit >= 0; digit--) {
            chunk[at + digit] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
