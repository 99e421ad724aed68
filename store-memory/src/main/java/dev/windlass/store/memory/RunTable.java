package dev.windlass.store.memory;

import dev.windlass.job.JobRun;
import dev.windlass.spi.RunToken;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The runs: the few live ones, and all that have ended. */
final class RunTable {

    private final Map<UUID, LiveRun> live = new LinkedHashMap<>();
    /** Ids grow with time, so that history is appended; a hash map costs two cache misses a run, and 48 bytes. */
    private final SortedBlocks<EndedRun> finished = new SortedBlocks<>(Sorting.RUN_ID);

    private final SortedBlocks<EndedRun> byEnd = new SortedBlocks<>(Sorting.FINISHED);
    private final SortedBlocks<EndedRun> directByExpiry = new SortedBlocks<>(Sorting.RUN_EXPIRY);

    /** The run that this token is good for; null when there is none any more. */
    @Nullable
    LiveRun live(RunToken token) {
        LiveRun run = live.get(token.runId());
        return run != null && run.token.fence() == token.fence() ? run : null;
    }

    @Nullable
    LiveRun live(UUID runId) {
        return live.get(runId);
    }

    Collection<LiveRun> live() {
        return live.values();
    }

    @Nullable
    EndedRun finished(UUID runId) {
        EndedRun run = finished.firstWhere(other -> Sorting.compareId(other, runId) >= 0);
        return run != null && run.is(runId) ? run : null;
    }

    boolean contains(UUID runId) {
        return live.containsKey(runId) || finished(runId) != null;
    }

    void add(LiveRun run) {
        live.put(run.id(), run);
        run.node.held++;
    }

    void remove(LiveRun run, NodeTable nodes) {
        live.remove(run.id());
        nodes.gave(run.node);
    }

    EndedRun addFinished(JobRun ended) {
        EndedRun run = new EndedRun(ended);
        finished.add(run);
        byEnd.add(run);
        if (expiresAlone(run)) {
            directByExpiry.add(run);
        }
        return run;
    }

    private static boolean expiresAlone(EndedRun run) {
        return run.jobId() == null && run.expiresMicros != Long.MAX_VALUE;
    }

    void forget(EndedRun run) {
        if (finished.remove(run)) {
            byEnd.remove(run);
            if (expiresAlone(run)) {
                directByExpiry.remove(run);
            }
        }
    }

    SortedBlocks<EndedRun> byEnd() {
        return byEnd;
    }

    SortedBlocks<EndedRun> directByExpiry() {
        return directByExpiry;
    }
}
