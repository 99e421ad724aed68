package dev.windlass;

import dev.windlass.job.ArtifactInfo;
import java.io.InputStream;

/** An artifact that can be read, whole or from an offset, any number of times. Thread-safe. */
public interface ArtifactContent {

    ArtifactInfo info();

    /**
     * The bytes from {@code offset} on, fetched in chunks as they are read.
     *
     * @param offset 0 to the artifact's size
     */
    InputStream open(long offset);
}
