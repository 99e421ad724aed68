package dev.windlass.internal;

import dev.windlass.internal.artifact.ArtifactLimits;
import dev.windlass.internal.artifact.RunArtifacts;
import dev.windlass.job.Settings;
import dev.windlass.spi.ArtifactStore;
import java.io.OutputStream;

/** Opens artifacts of attempts. Thread-safe. */
final class AttemptArtifacts implements AttemptContext.ArtifactSink {

    private final ArtifactStore store;
    private final ArtifactLimits limits;

    AttemptArtifacts(ArtifactStore store, Settings settings) {
        this.store = store;
        this.limits =
                new ArtifactLimits(settings.inlineBytes(), settings.maxArtifactBytes(), settings.maxRunArtifactBytes());
    }

    @Override
    public OutputStream open(Attempt attempt, String name, String contentType) {
        RunArtifacts artifacts = attempt.writes(() -> new RunArtifacts(store, attempt.token(), limits));
        return artifacts.open(name, contentType);
    }
}
