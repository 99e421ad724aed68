package dev.windlass.internal;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What this node holds, from its claim until its end is written. Thread-safe. */
final class LiveAttempts {

    private final Map<UUID, Attempt> byRun = new ConcurrentHashMap<>();
    private final Map<UUID, Attempt> byJob = new ConcurrentHashMap<>();

    void add(Attempt attempt) {
        byRun.put(attempt.token().runId(), attempt);
        UUID jobId = attempt.token().jobId();
        if (jobId != null) {
            byJob.put(jobId, attempt);
        }
    }

    void remove(Attempt attempt) {
        byRun.remove(attempt.token().runId());
        UUID jobId = attempt.token().jobId();
        if (jobId != null) {
            byJob.remove(jobId, attempt);
        }
    }

    boolean isEmpty() {
        return byRun.isEmpty();
    }

    @Nullable
    Attempt ofRun(UUID runId) {
        return byRun.get(runId);
    }

    @Nullable
    Attempt ofJob(UUID jobId) {
        return byJob.get(jobId);
    }

    Collection<Attempt> all() {
        return byRun.values();
    }
}
