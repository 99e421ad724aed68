package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.HeldRun;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.RunToken;
import dev.windlass.spi.Submission;
import dev.windlass.spi.Transition;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A result is recorded once: stale tokens are refused, and a repeated call is not a second one. */
abstract class FencingContract extends RoleContract {

    FencingContract(JobStoreContract contract) {
        super(contract);
    }

    @Test
    @Tag("T8")
    void aStaleTokenCanNeitherStartNorReportNorFinishNorRelease() {
        given.queued();
        NodeInfo node = given.node();
        ClaimedRun stale = given.claimOne(node);
        given.applied(Steps.release(stale));
        ClaimedRun live = given.started(node);
        Job before = given.job(live.job().id());
        pass(seconds(1));
        given.refused(steps.start(stale));
        given.refused(steps.report(stale, 99));
        given.refused(steps.complete(stale, node));
        given.refused(Steps.release(stale));
        assertThat(given.job(live.job().id())).isEqualTo(before);
        given.applied(steps.complete(live, node));
    }

    @Test
    void theRightRunWithTheWrongFenceIsStale() {
        given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.started(node);
        RunToken token = claim.token();
        ClaimedRun forged = new ClaimedRun(
                claim.job(), new RunToken(token.runId(), token.jobId(), token.fence() - 1), claim.attempt(), 1, 0);
        given.refused(steps.report(forged, 50));
        given.refused(steps.complete(forged, node));
        assertThat(given.job(claim.job().id()).status()).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void aRepeatedFinishIsInForceAndChangesNothing() {
        given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.started(node);
        Transition.Finish finish = steps.complete(claim, node);
        given.applied(finish);
        Job before = given.job(claim.job().id());
        pass(seconds(1));
        given.applied(finish);
        assertThat(given.job(claim.job().id())).isEqualTo(before);
        assertThat(Invariants.allRuns(store)).hasSize(1);
    }

    @Test
    void aRepeatedFinishThatRequeuedDoesNotRequeueTwice() {
        given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.started(node);
        Transition.Finish retry = steps.retry(claim, node, null);
        given.applied(retry);
        ClaimedRun second = given.started(node);
        given.applied(retry);
        assertThat(given.claim(node, 1)).isEmpty();
        assertThat(given.job(claim.job().id()).status()).isEqualTo(JobStatus.RUNNING);
        given.applied(steps.complete(second, node));
    }

    @Test
    void anotherEndWithTheSameTokenIsRefused() {
        given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.started(node);
        given.applied(steps.fail(claim, node));
        JobRun before = given.run(claim.token().runId());
        pass(seconds(1));
        given.refused(steps.complete(claim, node));
        given.refused(steps.report(claim, 99));
        assertThat(given.run(claim.token().runId())).isEqualTo(before);
    }

    @Test
    void aWholeBatchCanBeRepeated() {
        given.queued(given.job(), given.job());
        NodeInfo node = given.node();
        List<ClaimedRun> claims = given.claim(node, 2);
        Transition[] batch = {
            steps.start(claims.get(0)), steps.start(claims.get(1)), steps.complete(claims.get(0), node),
        };
        given.applied(batch);
        given.applied(batch);
        assertThat(Invariants.allRuns(store)).hasSize(2);
        assertThat(given.job(claims.get(1).job().id()).status()).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void aSecondStartAtAnotherTimeIsRefused() {
        given.queued();
        ClaimedRun claim = given.started(given.node());
        JobRun before = given.run(claim.token().runId());
        pass(seconds(1));
        given.refused(steps.start(claim));
        assertThat(given.run(claim.token().runId()).startedAt()).isEqualTo(before.startedAt());
    }

    @Test
    void aStartedRunCannotBeReleased() {
        given.queued();
        ClaimedRun claim = given.started(given.node());
        given.refused(Steps.release(claim));
        assertThat(given.job(claim.job().id()).status()).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    @Tag("T8")
    void aRescuedRunCannotBeFinishedByItsFormerHolder() {
        given.queued();
        NodeInfo lost = given.node();
        ClaimedRun claim = given.started(lost);
        pass(Fixtures.LEASE.plusSeconds(1));
        NodeInfo rescuer = given.node();
        List<HeldRun> found = store.lostRuns(10);
        assertThat(found).extracting(HeldRun::token).containsExactly(claim.token());
        given.applied(steps.retry(claim, lost, null));
        ClaimedRun second = given.started(rescuer);
        pass(seconds(1));
        given.refused(steps.complete(claim, lost));
        given.applied(steps.complete(second, rescuer));
        assertThat(given.job(claim.job().id()).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(given.job(claim.job().id()).attempt()).isEqualTo(2);
    }

    @Test
    void onlyOneOfTwoRescuersWins() {
        given.queued();
        NodeInfo lost = given.node();
        ClaimedRun claim = given.started(lost);
        pass(Fixtures.LEASE.plusSeconds(1));
        given.node();
        assertThat(store.lostRuns(10)).hasSize(1);
        assertThat(store.lostRuns(10)).hasSize(1);
        Transition.Finish first = steps.retry(claim, lost, null);
        pass(seconds(1));
        Transition.Finish second = steps.retry(claim, lost, null);
        assertThat(store.apply(List.of(first, second))).containsExactly(true, false);
        assertThat(store.lostRuns(10)).isEmpty();
    }

    @Test
    @Tag("C7")
    void aDirectRunIsFencedToo() {
        NodeInfo node = given.node();
        JobRun direct = steps.direct(given.id(), node);
        given.submit(new Submission(List.of(), direct, null, null, List.of()));
        given.applied(steps.startDirect(direct));
        Transition.Finish finish = Steps.endDirect(new RunBuilder(direct, node, clock.instant(), clock.instant()));
        given.applied(finish, finish);
        pass(seconds(1));
        given.refused(Steps.endDirect(new RunBuilder(direct, node, clock.instant(), clock.instant())));
    }
}
