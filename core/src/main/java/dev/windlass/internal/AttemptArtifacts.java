package dev.windlass.internal;

import dev.windlass.job.Settings;
import dev.windlass.spi.ArtifactStore;
import java.io.IOException;
import java.io.OutputStream;

/** Opens artifacts of attempts. Thread-safe. */
final class AttemptArtifacts implements AttemptContext.ArtifactSink {

    AttemptArtifacts(ArtifactStore store, Settings settings) {}

    @Override
    public OutputStream open(Attempt attempt, String name, String contentType) throws IOException {
        throw new IOException("not yet");
    }
}
