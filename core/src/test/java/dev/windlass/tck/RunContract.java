package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.ErrorKind;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Phase;
import dev.windlass.job.Progress;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Trigger;
import dev.windlass.job.Warning;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.Transition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A run from its start to its end, as readers see it. */
abstract class RunContract extends RoleContract {

    RunContract(JobStoreContract contract) {
        super(contract);
    }

    @Test
    @Tag("M3")
    void aStartedRunIsRunningForReaders() {
        JobSpec spec = given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.claimOne(node);
        pass(seconds(1));
        given.applied(steps.start(claim));
        JobRun run = given.run(claim.token().runId());
        assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
        assertThat(run.jobId()).isEqualTo(spec.id());
        assertThat(run.jobType()).isEqualTo("echo");
        assertThat(run.trigger()).isEqualTo(Trigger.MANUAL);
        assertThat(run.attempt()).isEqualTo(1);
        assertThat(run.phase()).isEqualTo(Phase.LOADING);
        assertThat(run.nodeId()).isEqualTo(node.id());
        assertThat(run.node()).isEqualTo(node.name());
        assertThat(run.fence()).isEqualTo(claim.token().fence());
        assertThat(run.startedAt()).isEqualTo(clock.instant());
        assertThat(run.createdAt()).isEqualTo(clock.instant());
        assertThat(run.progress()).isEqualTo(Progress.NONE);
    }

    @Test
    @Tag("M3")
    void theJobOfAStartedRunIsRunning() {
        JobSpec spec = given.queued();
        NodeInfo node = given.node();
        pass(seconds(1));
        ClaimedRun claim = given.started(node);
        Job job = given.job(spec.id());
        assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(job.attempt()).isEqualTo(1);
        assertThat(job.starts()).isEqualTo(1);
        assertThat(job.phase()).isEqualTo(Phase.LOADING);
        assertThat(job.startedAt()).isEqualTo(clock.instant());
        assertThat(job.updatedAt()).isEqualTo(clock.instant());
        assertThat(job.lastRunId()).isEqualTo(claim.token().runId());
        assertThat(job.node()).isEqualTo(node.name());
    }

    @Test
    @Tag("K2")
    void aReportIsSeenInRunAndJob() {
        JobSpec spec = given.queued();
        ClaimedRun claim = given.started(given.node());
        given.applied(steps.report(claim, 40));
        Progress expected = new Progress(40, 40L, 100L, "at 40");
        assertThat(given.run(claim.token().runId()).progress()).isEqualTo(expected);
        assertThat(given.run(claim.token().runId()).phase()).isEqualTo(Phase.WORKING);
        assertThat(given.job(spec.id()).progress()).isEqualTo(expected);
        assertThat(given.job(spec.id()).phase()).isEqualTo(Phase.WORKING);
    }

    @Test
    @Tag("M9")
    void theHeartbeatOfARunIsThatOfItsNode() {
        given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.started(node);
        pass(seconds(5));
        store.renew(node, Fixtures.LEASE);
        assertThat(given.run(claim.token().runId()).heartbeatAt()).isEqualTo(clock.instant());
    }

    @Test
    @Tag("C1")
    void aCompletedRunIsKeptAsItWasGivenAndEndsItsJob() {
        JobSpec spec = given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.started(node);
        Instant startedAt = clock.instant();
        pass(seconds(3));
        Progress progress = new Progress(100, 7L, 7L, "done");
        Warning warning = new Warning("half", "Only half of it");
        RunBuilder run = new RunBuilder(claim, node, startedAt, clock.instant())
                .result("{\"answer\":42}")
                .progress(progress)
                .warnings(warning);
        Transition.Finish finish = steps.end(claim, run, JobStatus.COMPLETED);
        given.applied(finish);
        assertThat(given.run(claim.token().runId())).isEqualTo(finish.run());
        Job job = given.job(spec.id());
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.attempt()).isEqualTo(1);
        assertThat(job.startedAt()).isEqualTo(startedAt);
        assertThat(job.finishedAt()).isEqualTo(clock.instant());
        assertThat(job.updatedAt()).isEqualTo(clock.instant());
        assertThat(job.expiresAt()).isEqualTo(clock.instant().plus(Steps.RETENTION));
        assertThat(job.result()).isEqualTo(finish.run().result());
        assertThat(job.progress()).isEqualTo(progress);
        assertThat(job.warnings()).containsExactly(warning);
        assertThat(job.error()).isNull();
        assertThat(job.lastRunId()).isEqualTo(claim.token().runId());
        assertThat(job.node()).isEqualTo(node.name());
    }

    @Test
    @Tag("M7")
    void aFailedJobShowsTheErrorOfItsLastAttempt() {
        JobSpec spec = given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.started(node);
        Transition.Finish finish =
                steps.end(claim, steps.run(claim, node).failed("no_disk", ErrorKind.INFRASTRUCTURE), JobStatus.FAILED);
        given.applied(finish);
        Job job = given.job(spec.id());
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.error()).isEqualTo(finish.run().error());
        assertThat(job.result()).isNull();
    }

    @Test
    @Tag("C1")
    void aSkippedJobHasNoErrorAndNoResult() {
        JobSpec spec = given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.started(node);
        given.applied(steps.end(claim, steps.run(claim, node).skipped(), JobStatus.SKIPPED));
        Job job = given.job(spec.id());
        assertThat(job.status()).isEqualTo(JobStatus.SKIPPED);
        assertThat(job.error()).isNull();
        assertThat(job.result()).isNull();
    }

    @Test
    void aRunThatWasTooShortForItsStartEndsAllTheSame() {
        JobSpec spec = given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.claimOne(node);
        given.applied(steps.complete(claim, node));
        assertThat(given.job(spec.id()).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(given.run(claim.token().runId()).startedAt()).isEqualTo(clock.instant());
    }

    @Test
    void aWholeLifeInOneBatchIsAppliedInItsOrder() {
        given.queued(given.job(), given.job());
        NodeInfo node = given.node();
        List<ClaimedRun> claims = given.claim(node, 2);
        given.applied(
                steps.start(claims.get(0)),
                steps.start(claims.get(1)),
                steps.report(claims.get(0), 50),
                steps.complete(claims.get(0), node),
                steps.report(claims.get(1), 10));
        assertThat(given.job(claims.get(0).job().id()).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(given.job(claims.get(1).job().id()).progress().percent()).isEqualTo(10);
    }

    @Test
    void oneRefusedTransitionDoesNotTouchTheOthers() {
        given.queued(given.job(), given.job());
        NodeInfo node = given.node();
        List<ClaimedRun> claims = given.claim(node, 2);
        given.applied(steps.complete(claims.get(0), node));
        pass(seconds(1));
        List<Boolean> applied =
                store.apply(List.of(steps.fail(claims.get(0), node), steps.complete(claims.get(1), node)));
        assertThat(applied).containsExactly(false, true);
        assertThat(given.job(claims.get(0).job().id()).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(given.job(claims.get(1).job().id()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void theStatesThatWereSentComeBackWithTheNextClaim() {
        given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.claimOne(node);
        given.applied(new Transition.Start(claim.token(), clock.instant(), Phase.LOADING, 0b11, List.of()));
        assertThat(heldStates(node)).isEqualTo(0b11);
        given.applied(
                new Transition.Report(claim.token(), Phase.WORKING, Progress.NONE, clock.instant(), 0b111, List.of()));
        assertThat(heldStates(node)).isEqualTo(0b111);
        Transition.Finish retry = steps.retry(claim, node, null);
        given.applied(new Transition.Finish(claim.token(), retry.run(), retry.next(), 0b1111, false, List.of()));
        assertThat(given.claimOne(node).statesSent()).isEqualTo(0b1111);
    }

    private int heldStates(NodeInfo node) {
        var claim = store.heldRuns(node.id(), null, 1_000).get(0).claim();
        return claim == null ? -1 : claim.statesSent();
    }
}
