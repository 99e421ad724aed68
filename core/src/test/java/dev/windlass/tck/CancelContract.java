package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.Job;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.spi.CancelRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.Transition;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Cancelling finds the job wherever it is. */
abstract class CancelContract extends RoleContract {

    CancelContract(JobStoreContract contract) {
        super(contract);
    }

    @Test
    @Tag("C6")
    void aReadyJobIsCancelledAtOnce() {
        JobSpec spec = given.queued();
        pass(seconds(1));
        given.applied(steps.cancel(given.job(spec.id())));
        Job job = given.job(spec.id());
        assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(job.finishedAt()).isEqualTo(clock.instant());
        assertThat(job.updatedAt()).isEqualTo(clock.instant());
        assertThat(job.cancelRequestedAt()).isEqualTo(clock.instant());
        assertThat(job.expiresAt()).isEqualTo(clock.instant().plus(Steps.RETENTION));
        assertThat(job.lastRunId()).isNull();
        assertThat(given.claim(given.node(), 1)).isEmpty();
    }

    @Test
    @Tag("C6")
    void aDelayedJobIsCancelledAtOnce() {
        JobSpec spec = given.queued(given.job().dueIn(seconds(60)));
        given.applied(steps.cancel(given.job(spec.id())));
        pass(seconds(61));
        assertThat(given.claim(given.node(), 1)).isEmpty();
        assertThat(given.job(spec.id()).status()).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    @Tag("C6")
    void aJobThatBacksOffIsCancelledAtOnceAndKeepsItsLastError() {
        JobSpec spec = given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.started(node);
        given.applied(steps.retry(claim, node, clock.instant().plusSeconds(60)));
        given.applied(steps.cancel(given.job(spec.id())));
        Job job = given.job(spec.id());
        assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(job.error()).isNotNull();
        assertThat(job.nextAttemptAt()).isNull();
        assertThat(job.lastRunId()).isEqualTo(claim.token().runId());
        pass(seconds(61));
        assertThat(given.claim(node, 1)).isEmpty();
    }

    @Test
    @Tag("C6")
    void aClaimedJobThatHasNotStartedIsCancelledAndItsTokenDies() {
        JobSpec spec = given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.claimOne(node);
        given.applied(steps.cancel(given.job(spec.id())));
        assertThat(given.job(spec.id()).status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(store.heldRuns(node.id(), null, 1_000)).isEmpty();
        given.refused(steps.start(claim));
        given.refused(steps.report(claim, 1));
        given.refused(steps.complete(claim, node));
        given.refused(Steps.release(claim));
        assertThat(store.findRun(claim.token().runId())).isEmpty();
        assertThat(given.job(spec.id()).status()).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void cancellingIsRefusedWhenTheJobWasClaimedSince() {
        JobSpec spec = given.queued();
        Job seen = given.job(spec.id());
        given.claimOne(given.node());
        given.refused(steps.cancel(seen));
        assertThat(given.job(spec.id()).status()).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void aRunningJobIsNotCancelledAsIfItWaited() {
        JobSpec spec = given.queued();
        given.started(given.node());
        given.refused(steps.cancel(given.job(spec.id())));
        assertThat(given.job(spec.id()).status()).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void aRepeatedCancelIsInForce() {
        JobSpec spec = given.queued();
        Transition.CancelQueued cancel = steps.cancel(given.job(spec.id()));
        given.applied(cancel);
        Job before = given.job(spec.id());
        pass(seconds(1));
        given.applied(cancel);
        assertThat(given.job(spec.id())).isEqualTo(before);
    }

    @Test
    @Tag("C6")
    void aRunningJobIsAskedToStopAndItsHolderFindsOut() {
        JobSpec spec = given.queued();
        NodeInfo node = given.node();
        given.started(node);
        pass(seconds(1));
        given.applied(steps.requestCancel(spec.id()));
        Job job = given.job(spec.id());
        assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(job.cancelRequestedAt()).isEqualTo(clock.instant());
        assertThat(store.heldRuns(node.id(), null, 1_000)).singleElement().satisfies(held -> {
            assertThat(held.cancelRequestedAt()).isEqualTo(clock.instant());
            assertThat(held.cancelReason()).isEqualTo("not wanted");
        });
    }

    @Test
    @Tag("C6")
    void ofManyRunsTheRequestedOnesAreFoundByTheirIds() {
        NodeInfo node = given.node();
        given.queued();
        UUID other = given.started(node).token().runId();
        JobSpec spec = given.queued();
        UUID run = given.started(node).token().runId();
        given.applied(steps.requestCancel(spec.id()));
        assertThat(store.cancelRequests(List.of(other, run, given.id())))
                .isEqualTo(Map.of(run, new CancelRequest(clock.instant(), "not wanted")));
        assertThat(store.cancelRequests(List.of(other))).isEmpty();
        assertThat(store.cancelRequests(List.of())).isEmpty();
    }

    @Test
    void onlyTheFirstRequestToCancelCounts() {
        JobSpec spec = given.queued();
        given.started(given.node());
        Transition.RequestCancel first = steps.requestCancel(spec.id());
        given.applied(first);
        pass(seconds(1));
        given.refused(steps.requestCancel(spec.id()));
        given.applied(first);
        assertThat(given.job(spec.id()).cancelRequestedAt()).isEqualTo(first.at());
    }

    @Test
    void aWaitingOrEndedJobCannotBeAskedToStop() {
        JobSpec waiting = given.queued();
        given.refused(steps.requestCancel(waiting.id()));
        NodeInfo node = given.node();
        ClaimedRun claim = given.claimOne(node);
        given.refused(steps.requestCancel(waiting.id()));
        given.applied(steps.complete(claim, node));
        given.refused(steps.requestCancel(waiting.id()));
        given.refused(steps.requestCancel(given.id()));
    }

    @Test
    void aJobThatWasAskedToStopMayStillComplete() {
        JobSpec spec = given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.started(node);
        given.applied(steps.requestCancel(spec.id()));
        given.applied(steps.complete(claim, node));
        assertThat(given.job(spec.id()).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(given.job(spec.id()).error()).isNull();
    }

    @Test
    void aReleasedJobThatIsCancelledIsGone() {
        JobSpec spec = given.queued();
        NodeInfo node = given.node();
        given.applied(Steps.release(given.claimOne(node)));
        given.applied(steps.cancel(given.job(spec.id())));
        assertThat(given.claim(node, 1)).isEmpty();
    }
}
