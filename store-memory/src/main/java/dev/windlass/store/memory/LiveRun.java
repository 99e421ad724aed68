package dev.windlass.store.memory;

import dev.windlass.job.JobRun;
import dev.windlass.job.Phase;
import dev.windlass.job.Progress;
import dev.windlass.spi.RunToken;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run that a node holds. Guarded by the store's lock. */
final class LiveRun {

    final RunToken token;
    final NodeEntry node;
    /** Null when direct. */
    final @Nullable JobEntry job;
    /** As it was accepted, when direct; null otherwise. */
    final @Nullable JobRun accepted;

    final Instant claimedAt;

    @Nullable
    Instant startedAt;

    @Nullable
    Phase phase;

    Progress progress = Progress.NONE;
    long stamp;

    LiveRun(RunToken token, NodeEntry node, JobEntry job, Instant claimedAt) {
        this(token, node, job, null, claimedAt);
    }

    LiveRun(JobRun accepted, NodeEntry node) {
        this(new RunToken(accepted.id(), null, accepted.fence()), node, null, accepted, accepted.createdAt());
    }

    private LiveRun(
            RunToken token, NodeEntry node, @Nullable JobEntry job, @Nullable JobRun accepted, Instant claimedAt) {
        this.token = token;
        this.node = node;
        this.job = job;
        this.accepted = accepted;
        this.claimedAt = claimedAt;
    }

    UUID id() {
        return token.runId();
    }

    boolean isStarted() {
        return startedAt != null;
    }

    /** Whether readers see it. */
    boolean isVisible() {
        return isStarted() || job == null;
    }
}
