package dev.windlass.tck;

import dev.windlass.job.ErrorKind;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Phase;
import dev.windlass.job.Progress;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.RunToken;
import dev.windlass.spi.Transition;
import dev.windlass.spi.Transition.Next;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Transitions that happen now. */
final class Steps {

    static final Duration RETENTION = Duration.ofDays(7);

    private final TestClock clock;

    Steps(TestClock clock) {
        this.clock = clock;
    }

    Transition.Start start(ClaimedRun claim, EventDraft... events) {
        return new Transition.Start(claim.token(), clock.instant(), Phase.LOADING, claim.statesSent(), List.of(events));
    }

    Transition.Report report(ClaimedRun claim, int percent, EventDraft... events) {
        Progress progress = new Progress(percent, (long) percent, 100L, "at " + percent);
        return new Transition.Report(
                claim.token(), Phase.WORKING, progress, clock.instant(), claim.statesSent(), List.of(events));
    }

    RunBuilder run(ClaimedRun claim, NodeInfo node) {
        return new RunBuilder(claim, node, clock.instant(), clock.instant());
    }

    /** The end of the run and of its job. */
    Transition.Finish end(ClaimedRun claim, RunBuilder run, JobStatus status, EventDraft... events) {
        Instant expiresAt = clock.instant().plus(RETENTION);
        JobRun terminal = run.expiresAt(expiresAt).build();
        return finish(claim, terminal, new Next.End(status, expiresAt), events);
    }

    Transition.Finish complete(ClaimedRun claim, NodeInfo node, EventDraft... events) {
        return end(claim, run(claim, node).result("{\"ok\":true}"), JobStatus.COMPLETED, events);
    }

    Transition.Finish fail(ClaimedRun claim, NodeInfo node, EventDraft... events) {
        return end(claim, run(claim, node).failed("boom", ErrorKind.APPLICATION), JobStatus.FAILED, events);
    }

    /** The attempt failed and counts; the job goes back to the queue. */
    Transition.Finish retry(ClaimedRun claim, NodeInfo node, @Nullable Instant notBefore, EventDraft... events) {
        JobRun run = run(claim, node).failed("boom", ErrorKind.INFRASTRUCTURE).build();
        return finish(claim, run, new Next.Requeue(claim.attempt(), notBefore), events);
    }

    static Transition.Finish finish(ClaimedRun claim, JobRun run, Next next, EventDraft... events) {
        return new Transition.Finish(claim.token(), run, next, claim.statesSent(), false, List.of(events));
    }

    static Transition.Finish unlessCancelled(Transition.Finish finish) {
        return new Transition.Finish(
                finish.token(), finish.run(), finish.next(), finish.statesSent(), true, finish.events());
    }

    static Transition.Release release(ClaimedRun claim) {
        return new Transition.Release(claim.token(), false);
    }

    static Transition.Release lose(ClaimedRun claim) {
        return new Transition.Release(claim.token(), true);
    }

    Transition.CancelQueued cancel(Job job, EventDraft... events) {
        Instant now = clock.instant();
        return new Transition.CancelQueued(
                job.id(), job.starts(), now, "not wanted", now.plus(RETENTION), List.of(events));
    }

    Transition.RequestCancel requestCancel(UUID jobId, EventDraft... events) {
        return new Transition.RequestCancel(jobId, clock.instant(), "not wanted", List.of(events));
    }

    Transition.Move move(JobSpec from, int priority, Instant dueAt) {
        return new Transition.Move(from.id(), from.priority(), from.dueAt(), priority, dueAt, true, clock.instant());
    }

    /** A direct run as it is accepted by a node. */
    JobRun direct(UUID id, NodeInfo node) {
        return JobRun.waitingDirect(id, "echo", node.id(), node.name(), 1, clock.instant());
    }

    Transition.Start startDirect(JobRun direct) {
        return new Transition.Start(token(direct), clock.instant(), Phase.WORKING, 0, List.of());
    }

    static Transition.Finish endDirect(RunBuilder run) {
        JobRun terminal = run.build();
        return new Transition.Finish(token(terminal), terminal, null, 0, false, List.of());
    }

    static RunToken token(JobRun direct) {
        return new RunToken(direct.id(), null, direct.fence());
    }
}
