package dev.windlass;

import dev.windlass.internal.Engine;
import dev.windlass.internal.JobRequestChecks;
import dev.windlass.internal.Violations;
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

    /**
     * Stops dispatch from one queue, or from all when null; running jobs and direct executions go on.
     *
     * @throws dev.windlass.job.InvalidRequestException when no job can have a queue of this name
     */
    public void pause(@Nullable String queue) {
        setPaused(queue, true);
    }

    public void resume(@Nullable String queue) {
        setPaused(queue, false);
    }

    private void setPaused(@Nullable String queue, boolean paused) {
        Violations violations = new Violations();
        JobRequestChecks.checkQueue(queue, violations);
        violations.throwIfAny();
        engine.pause(queue, paused);
    }
}
