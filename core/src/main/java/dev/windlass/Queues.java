package dev.windlass;

import dev.windlass.spi.QueueStats;
import org.jspecify.annotations.Nullable;

/** The queue as a whole. Thread-safe. */
public final class Queues {

    public QueueStats stats() {
        throw new UnsupportedOperationException();
    }

    /** Stops dispatch from one queue, or from all when null; running jobs and direct executions go on. */
    public void pause(@Nullable String queue) {
        throw new UnsupportedOperationException();
    }

    public void resume(@Nullable String queue) {
        throw new UnsupportedOperationException();
    }
}
