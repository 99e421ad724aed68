package dev.windlass;

import dev.windlass.internal.Engine;
import dev.windlass.spi.QueueStats;
import org.jspecify.annotations.Nullable;

/** The queue as a whole. Thread-safe. */
public final class Queues {

    private final Engine engine;

    Queues(Engine engine) {
        this.engine = engine;
    }

    public QueueStats stats() {
        return engine.store().queueStats();
    }

    /** Stops dispatch from one queue, or from all when null; running jobs and direct executions go on. */
    public void pause(@Nullable String queue) {
        engine.pause(queue, true);
    }

    public void resume(@Nullable String queue) {
        engine.pause(queue, false);
    }
}
