package dev.windlass.json;

import dev.windlass.job.Job;

/** The closed word set of {@code /v1/tasks} (seed-004). */
public enum TaskWord {
    PENDING,
    RUNNING,
    COMPLETED,
    FAILED;

    public static TaskWord of(Job job) {
        return switch (job.status()) {
            case QUEUED -> Waiting.betweenAttempts(job) ? RUNNING : PENDING;
            case RUNNING -> RUNNING;
            case COMPLETED, SKIPPED -> COMPLETED;
            case FAILED, CANCELLED -> FAILED;
        };
    }
}
