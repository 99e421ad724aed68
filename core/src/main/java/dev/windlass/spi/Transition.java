package dev.windlass.spi;

import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Phase;
import dev.windlass.job.Progress;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A step of a state machine as data: what must hold, what becomes of it, and the events that go with it. Built by the engine, which has
 * checked that the step exists; the store checks that it still applies.
 */
public sealed interface Transition {

    /** What is to be told about it; stored in the same transaction. */
    List<EventDraft> events();

    /**
     * A claimed run starts: readers see it RUNNING from now on. A direct run goes from QUEUED to RUNNING.
     *
     * <p>Applies when {@code token} is live and not started.
     *
     * @param statesSent replaces the job's set of emitted state webhooks; ignored for direct runs
     */
    record Start(RunToken token, Instant startedAt, Phase phase, int statesSent, List<EventDraft> events)
            implements Transition {}

    /**
     * A started run reports where it is. Applies when {@code token} is live.
     *
     * @param statesSent replaces the job's set of emitted state webhooks; ignored for direct runs
     */
    record Report(RunToken token, Phase phase, Progress progress, Instant at, int statesSent, List<EventDraft> events)
            implements Transition {}

    /**
     * A run ends and takes its final form. Applies when {@code token} is live, started or not: a run that was too short for its Start
     * to be written brings its start along.
     *
     * @param run the terminal run, as it is to be kept
     * @param next what becomes of its job; null when direct
     * @param statesSent replaces the job's set of emitted state webhooks
     * @param unlessCancelled when set and somebody asked to cancel the job, the transition is refused, so that the engine can decide
     *     anew; used where {@code next} would requeue the job
     */
    record Finish(
            RunToken token,
            JobRun run,
            @Nullable Next next,
            int statesSent,
            boolean unlessCancelled,
            List<EventDraft> events)
            implements Transition {}

    /**
     * A claimed run that never started goes back to its place in the queue and leaves no trace. Applies when {@code token} is live and
     * not started.
     *
     * @param lost whether its node died; a job that was lost so more than five times has its attempts counted after all, so that a job
     *     that kills its node before its start is written comes to an end
     */
    record Release(RunToken token, boolean lost) implements Transition {
        @Override
        public List<EventDraft> events() {
            return List.of();
        }
    }

    /**
     * A waiting job is cancelled: ready, delayed, backing off, or claimed but not started. Applies when the job is in one of these and
     * has been claimed {@code starts} times.
     */
    record CancelQueued(
            UUID jobId, int starts, Instant at, @Nullable String reason, Instant expiresAt, List<EventDraft> events)
            implements Transition {}

    /** A running job is asked to stop. Applies when a started run of the job is live and nobody has asked yet. */
    record RequestCancel(UUID jobId, Instant at, @Nullable String reason, List<EventDraft> events)
            implements Transition {}

    /**
     * A waiting job moves to another place in the queue. Applies when the job waits unclaimed at the expected place.
     *
     * @param expectedPriority see {@link dev.windlass.job.JobSpec#priority()}
     * @param expectedDueAt see {@link dev.windlass.job.JobSpec#dueAt()}
     */
    record Move(
            UUID jobId,
            int expectedPriority,
            Instant expectedDueAt,
            int priority,
            Instant dueAt,
            boolean delayed,
            Instant at)
            implements Transition {
        @Override
        public List<EventDraft> events() {
            return List.of();
        }
    }

    /** What becomes of a job when its run has ended. */
    sealed interface Next {

        /**
         * It ends.
         *
         * @param status terminal
         */
        record End(JobStatus status, Instant expiresAt) implements Next {}

        /**
         * It goes back to its place in the queue.
         *
         * @param attempts executions that count so far
         * @param notBefore when the next attempt is due; null for at once
         */
        record Requeue(int attempts, @Nullable Instant notBefore) implements Next {}
    }
}
