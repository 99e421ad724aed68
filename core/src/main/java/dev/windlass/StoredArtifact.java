package dev.windlass;

import dev.windlass.internal.artifact.ArtifactReader;
import dev.windlass.job.ArtifactInfo;
import java.io.InputStream;
import java.util.UUID;

/** An artifact in the store. */
record StoredArtifact(ArtifactReader reader, UUID runId, ArtifactInfo info) implements ArtifactContent {

    @Override
    public InputStream open(long offset) {
        return reader.open(runId, info, offset);
    }
}
