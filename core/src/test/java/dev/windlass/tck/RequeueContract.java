package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.ErrorKind;
import dev.windlass.job.Job;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Progress;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.Transition;
import dev.windlass.spi.Transition.Next;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Jobs that come back to the queue: after a failed attempt, or because their claim was given back. */
abstract class RequeueContract extends RoleContract {

    RequeueContract(JobStoreContract contract) {
        super(contract);
    }

    @Test
    @Tag("C9")
    void aJobBetweenAttemptsIsQueuedAndShowsWhy() {
        JobSpec spec = given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.started(node);
        pass(seconds(1));
        Instant startedAt = given.run(claim.token().runId()).startedAt();
        Instant notBefore = clock.instant().plusSeconds(30);
        Progress reached = new Progress(80, 8L, 10L, "nearly");
        Transition.Finish retry = Steps.finish(
                claim,
                steps.run(claim, node)
                        .failed("boom", ErrorKind.INFRASTRUCTURE)
                        .progress(reached)
                        .build(),
                new Next.Requeue(1, notBefore));
        given.applied(retry);
        assertThat(given.run(claim.token().runId()).progress()).isEqualTo(reached);
        Job job = given.job(spec.id());
        assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(job.attempt()).isEqualTo(1);
        assertThat(job.starts()).isEqualTo(1);
        assertThat(job.nextAttemptAt()).isEqualTo(notBefore);
        assertThat(job.error()).isEqualTo(retry.run().error());
        assertThat(job.progress()).isEqualTo(Progress.NONE);
        assertThat(job.lastRunId()).isEqualTo(claim.token().runId());
        assertThat(job.node()).isEqualTo(node.name());
        assertThat(job.updatedAt()).isEqualTo(clock.instant());
        assertThat(startedAt).isNotNull();
    }

    @Test
    @Tag("C9")
    void aJobThatBacksOffIsNotTakenBeforeItsTime() {
        given.queued();
        NodeInfo node = given.node();
        given.applied(steps.retry(given.started(node), node, clock.instant().plusSeconds(30)));
        pass(seconds(29));
        assertThat(given.claim(node, 1)).isEmpty();
        pass(seconds(1));
        ClaimedRun second = given.claimOne(node);
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.starts()).isEqualTo(2);
    }

    @Test
    void aJobThatBacksOffAndIsMovedWaitsForTheLaterOfBoth() {
        given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.started(node);
        given.applied(steps.retry(claim, node, clock.instant().plusSeconds(30)));
        given.applied(steps.move(claim.job(), 4, clock.instant().plusSeconds(60)));
        pass(seconds(59));
        assertThat(given.claim(node, 1)).isEmpty();
        pass(seconds(1));
        ClaimedRun second = given.claimOne(node);
        given.applied(
                steps.start(second), steps.retry(second, node, clock.instant().plusSeconds(30)));
        given.applied(steps.move(given.job(claim.job().id()).spec(), 4, clock.instant()));
        pass(seconds(29));
        assertThat(given.claim(node, 1)).isEmpty();
        pass(seconds(1));
        assertThat(given.claim(node, 1)).hasSize(1);
    }

    @Test
    void aRequeuedJobKeepsItsPlace() {
        JobSpec first = given.queued();
        pass(seconds(1));
        given.queued();
        NodeInfo node = given.node();
        given.applied(steps.retry(given.started(node), node, clock.instant().plusSeconds(5)));
        pass(seconds(5));
        assertThat(given.claimedIds(node, 1)).containsExactly(first.id());
    }

    @Test
    void aJobThatIsRequeuedAtOnceCanBeTakenAtOnce() {
        given.queued();
        NodeInfo node = given.node();
        given.applied(steps.retry(given.started(node), node, null));
        assertThat(given.job(given.claimOne(node).job().id()).status()).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    @Tag("C9")
    void theLastAttemptEndsTheJobAndAllAttemptsAreKept() {
        JobSpec spec = given.queued();
        NodeInfo node = given.node();
        for (int attempt = 1; attempt <= 2; attempt++) {
            given.applied(steps.retry(given.started(node), node, null));
            pass(seconds(1));
        }
        ClaimedRun last = given.started(node);
        assertThat(last.attempt()).isEqualTo(3);
        given.applied(steps.fail(last, node));
        assertThat(given.job(spec.id()).status()).isEqualTo(JobStatus.FAILED);
        assertThat(given.job(spec.id()).attempt()).isEqualTo(3);
        assertThat(store.listRuns(dev.windlass.job.RunQuery.ofJob(spec.id(), null, 10))
                        .items())
                .extracting(dev.windlass.job.JobRun::attempt)
                .containsExactly(3, 2, 1);
    }

    @Test
    void anAttemptThatDoesNotCountIsMadeAgain() {
        given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.started(node);
        Transition.Finish retry = steps.retry(claim, node, null);
        given.applied(Steps.finish(claim, retry.run(), new Next.Requeue(0, null)));
        ClaimedRun again = given.claimOne(node);
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.starts()).isEqualTo(2);
    }

    @Test
    void aReleasedClaimLeavesNoTraceButItsCount() {
        JobSpec spec = given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.claimOne(node);
        given.applied(Steps.release(claim));
        Job job = given.job(spec.id());
        assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(job.attempt()).isZero();
        assertThat(job.starts()).isEqualTo(1);
        assertThat(job.lastRunId()).isNull();
        assertThat(store.findRun(claim.token().runId())).isEmpty();
        assertThat(store.heldRuns(node.id(), null, 1_000)).isEmpty();
        ClaimedRun again = given.claimOne(node);
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.starts()).isEqualTo(2);
    }

    @Test
    void aReleasedClaimGoesBackToItsPlace() {
        JobSpec first = given.queued();
        given.queued();
        NodeInfo node = given.node();
        given.applied(Steps.release(given.claimOne(node)));
        assertThat(given.claimedIds(node, 1)).containsExactly(first.id());
    }

    @Test
    void aRepeatedReleaseDoesNotGiveAwayTheNextClaim() {
        given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.claimOne(node);
        given.applied(Steps.release(claim));
        given.apply(Steps.release(claim));
        given.claimOne(node);
        given.refused(Steps.release(claim));
        assertThat(given.claim(node, 1)).isEmpty();
    }

    @Test
    void lossesBeforeTheStartAreCounted() {
        given.queued();
        NodeInfo node = given.node();
        for (int losses = 0; losses < 3; losses++) {
            given.applied(Steps.lose(given.claimOne(node)));
        }
        given.applied(Steps.release(given.claimOne(node)));
        given.claimOne(node);
        assertThat(store.heldRuns(node.id(), null, 1_000)).singleElement().satisfies(held -> {
            assertThat(held.lostStarts()).isEqualTo(3);
            assertThat(held.run().startedAt()).isNull();
        });
    }

    @Test
    void aRequeueIsRefusedWhenSomebodyAskedToCancel() {
        JobSpec spec = given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.started(node);
        given.applied(steps.requestCancel(spec.id()));
        given.refused(Steps.unlessCancelled(steps.retry(claim, node, null)));
        assertThat(given.job(spec.id()).status()).isEqualTo(JobStatus.RUNNING);
        given.applied(
                steps.end(claim, steps.run(claim, node).failed("cancelled", ErrorKind.CANCELLED), JobStatus.CANCELLED));
        assertThat(given.job(spec.id()).status()).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void aRequeueIsAppliedWhenNobodyAskedToCancel() {
        given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.started(node);
        given.applied(Steps.unlessCancelled(steps.retry(claim, node, null)));
        assertThat(given.claimedIds(node, 1)).isEqualTo(List.of(claim.job().id()));
    }
}
