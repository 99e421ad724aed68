package dev.windlass.store.memory;

import dev.windlass.job.JobRun;
import dev.windlass.job.Json;
import dev.windlass.job.Progress;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Trigger;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run that has ended, as it is kept: one object of a hundred bytes where a {@link JobRun} with its id and times is five of twice that
 * much in all. A million of them are what the collector copies and the heap holds. Times are in microseconds, as in databases. A run that
 * has anything unusual about it is kept whole. Immutable.
 */
final class EndedRun {

    private static final long NONE = Long.MAX_VALUE;
    /** Some 285 000 years, beyond which microseconds do not fit a long. */
    private static final long FARTHEST_SECOND = 9_000_000_000_000L;

    final long high;
    final long low;
    final long finishedMicros;
    /** {@link Long#MAX_VALUE} when it goes with its job. */
    final long expiresMicros;

    private final long fence;
    private final long createdMicros;
    private final long startedMicros;
    private final int attempt;
    private final @Nullable UUID jobId;
    private final @Nullable UUID nodeId;
    private final @Nullable String node;
    private final String type;
    private final Trigger trigger;
    private final RunStatus status;
    private final @Nullable Json result;
    private final @Nullable JobRun whole;

    EndedRun(JobRun run) {
        high = run.id().getMostSignificantBits();
        low = run.id().getLeastSignificantBits();
        finishedMicros = micros(run.finishedAt());
        expiresMicros = micros(run.expiresAt());
        fence = run.fence();
        createdMicros = micros(run.createdAt());
        startedMicros = micros(run.startedAt());
        attempt = run.attempt();
        jobId = run.jobId();
        nodeId = run.nodeId();
        node = run.node();
        type = run.jobType();
        trigger = run.trigger();
        status = run.status();
        result = run.result();
        whole = isPlain(run) ? null : run;
    }

    private static boolean isPlain(JobRun run) {
        return run.error() == null
                && run.phase() == null
                && run.heartbeatAt() == null
                && run.progress().equals(Progress.NONE)
                && run.warnings().isEmpty()
                && run.artifacts().isEmpty();
    }

    static long micros(@Nullable Instant instant) {
        if (instant == null) {
            return NONE;
        }
        long seconds = Math.max(-FARTHEST_SECOND, Math.min(FARTHEST_SECOND, instant.getEpochSecond()));
        return seconds * 1_000_000 + instant.getNano() / 1_000;
    }

    static @Nullable Instant instant(long micros) {
        return micros == NONE
                ? null
                : Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
    }

    UUID id() {
        return new UUID(high, low);
    }

    boolean is(UUID id) {
        return id.getMostSignificantBits() == high && id.getLeastSignificantBits() == low;
    }

    @Nullable
    UUID jobId() {
        return jobId;
    }

    long fence() {
        return fence;
    }

    RunStatus status() {
        return status;
    }

    @Nullable
    String node() {
        return node;
    }

    boolean startedAt(@Nullable Instant instant) {
        return startedMicros == micros(instant);
    }

    boolean finishedAt(@Nullable Instant instant) {
        return finishedMicros == micros(instant);
    }

    boolean expiresAt(Instant instant) {
        return expiresMicros == micros(instant);
    }

    boolean isExpired(Instant now) {
        return expiresMicros <= micros(now);
    }

    Instant finishedAt() {
        Instant at = instant(finishedMicros);
        return at == null ? Instant.MAX : at;
    }

    /** As it was handed in, to the microsecond. */
    JobRun run() {
        JobRun kept = whole;
        return kept != null
                ? kept
                : new JobRun(
                        id(),
                        jobId,
                        type,
                        trigger,
                        attempt,
                        status,
                        null,
                        nodeId,
                        node,
                        fence,
                        java.util.Objects.requireNonNull(instant(createdMicros)),
                        instant(startedMicros),
                        instant(finishedMicros),
                        null,
                        Progress.NONE,
                        result,
                        null,
                        java.util.List.of(),
                        java.util.List.of(),
                        instant(expiresMicros));
    }
}
