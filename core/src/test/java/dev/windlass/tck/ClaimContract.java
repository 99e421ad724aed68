package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.Job;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.NodeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Taking jobs out of the queue: in which order, and which ones. */
abstract class ClaimContract extends RoleContract {

    ClaimContract(JobStoreContract contract) {
        super(contract);
    }

    @Test
    void jobsAreTakenByPriorityThenDueTimeThenId() {
        Instant now = clock.instant();
        JobSpec later = given.queued(given.job().dueAt(now.minusSeconds(1)));
        JobSpec first = given.queued(given.job().dueAt(now.minusSeconds(2)));
        JobSpec second = given.queued(given.job().dueAt(now.minusSeconds(2)));
        JobSpec low = given.queued(given.job().priority(0).dueAt(now.minusSeconds(9)));
        JobSpec high = given.queued(given.job().priority(9));
        assertThat(given.claimedIds(given.node(), 10))
                .containsExactly(high.id(), first.id(), second.id(), later.id(), low.id());
    }

    @Test
    void theOrderHoldsAcrossQueuesAndTypes() {
        JobSpec a = given.queued(given.job().queue("a"));
        JobSpec b = given.queued(given.job().queue("b").type("other"));
        JobSpec c = given.queued(given.job().queue("a").type("other"));
        JobSpec d = given.queued(given.job().queue("c").priority(5));
        NodeInfo node = given.node("echo", "other");
        assertThat(given.claimedIds(node, 2)).containsExactly(d.id(), a.id());
        assertThat(given.claimedIds(node, 2)).containsExactly(b.id(), c.id());
    }

    @Test
    void aClaimSaysWhatItTook() {
        JobSpec spec = given.queued(given.job().complete().params("{\"a\":1}"));
        NodeInfo node = given.node();
        UUID runId = given.id();
        List<ClaimedRun> claimed = store.claim(new ClaimRequest(node.id(), Set.of("echo"), List.of(runId), Map.of()));
        assertThat(claimed).singleElement().satisfies(claim -> {
            assertThat(claim.job()).isEqualTo(spec);
            assertThat(claim.token().runId()).isEqualTo(runId);
            assertThat(claim.token().jobId()).isEqualTo(spec.id());
            assertThat(claim.token().fence()).isPositive();
            assertThat(claim.attempt()).isEqualTo(1);
            assertThat(claim.starts()).isEqualTo(1);
            assertThat(claim.statesSent()).isZero();
        });
    }

    @Test
    void noMoreAreTakenThanAskedForAndEachOnce() {
        given.queued(given.job(), given.job(), given.job());
        NodeInfo node = given.node();
        assertThat(given.claim(node, 2)).hasSize(2);
        assertThat(given.claim(node, 2)).hasSize(1);
        assertThat(given.claim(node, 2)).isEmpty();
    }

    @Test
    void aClaimedJobReadsAsQueuedAndItsRunIsNotThereYet() {
        JobSpec spec = given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.claimOne(node);
        Job job = given.job(spec.id());
        assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(job.starts()).isEqualTo(1);
        assertThat(job.attempt()).isZero();
        assertThat(job.lastRunId()).isNull();
        assertThat(job.node()).isNull();
        assertThat(store.findRun(claim.token().runId())).isEmpty();
        assertThat(Invariants.allRuns(store)).isEmpty();
    }

    @Test
    void jobsOfUnknownTypesStayForOthers() {
        JobSpec other = given.queued(given.job().type("other").priority(9));
        JobSpec echo = given.queued();
        assertThat(given.claimedIds(given.node("echo"), 10)).containsExactly(echo.id());
        assertThat(given.claimedIds(given.node("echo", "other"), 10)).containsExactly(other.id());
    }

    @Test
    void aDelayedJobIsNotTakenBeforeItsTime() {
        JobSpec delayed = given.queued(given.job().priority(9).dueIn(seconds(60)));
        JobSpec now = given.queued();
        NodeInfo node = given.node();
        assertThat(given.claimedIds(node, 10)).containsExactly(now.id());
        pass(seconds(60).minusMillis(1));
        assertThat(given.claim(node, 10)).isEmpty();
        pass(java.time.Duration.ofMillis(1));
        assertThat(given.claimedIds(node, 10)).containsExactly(delayed.id());
    }

    @Test
    void aDelayedJobTakesItsPlaceWhenItsTimeHasCome() {
        JobSpec delayed = given.queued(given.job().dueIn(seconds(10)));
        pass(seconds(20));
        given.queued(given.job());
        assertThat(given.claimedIds(given.node(), 1)).containsExactly(delayed.id());
    }

    @Test
    void queueLimitsBoundEachQueueAndNoOther() {
        JobSpec a1 = given.queued(given.job().queue("a"));
        given.queued(given.job().queue("a"));
        JobSpec b = given.queued(given.job().queue("b"));
        given.queued(given.job().queue("c").priority(9));
        NodeInfo node = given.node();
        ClaimRequest request = new ClaimRequest(node.id(), node.types(), given.ids(10), Map.of("a", 1, "c", 0));
        assertThat(store.claim(request)).extracting(claim -> claim.job().id()).containsExactly(a1.id(), b.id());
    }

    @Test
    void aQueueLimitHoldsForAllTypesOfTheQueueTogether() {
        JobSpec first = given.queued(given.job().queue("a").type("echo"));
        given.queued(given.job().queue("a").type("other"));
        NodeInfo node = given.node("echo", "other");
        ClaimRequest request = new ClaimRequest(node.id(), node.types(), given.ids(10), Map.of("a", 1));
        assertThat(store.claim(request)).extracting(claim -> claim.job().id()).containsExactly(first.id());
    }

    @Test
    void aPausedQueueGivesNothingUntilItIsResumed() {
        JobSpec a = given.queued(given.job().queue("a").priority(9));
        JobSpec b = given.queued(given.job().queue("b"));
        NodeInfo node = given.node();
        store.setPaused("a", true);
        assertThat(given.claimedIds(node, 10)).containsExactly(b.id());
        assertThat(store.queueStats().pausedQueues()).containsExactly("a");
        store.setPaused("a", false);
        assertThat(given.claimedIds(node, 10)).containsExactly(a.id());
        assertThat(store.queueStats().pausedQueues()).isEmpty();
    }

    @Test
    void pausingEverythingAndPausingOneQueueAreIndependent() {
        JobSpec a = given.queued(given.job().queue("a"));
        JobSpec b = given.queued(given.job().queue("b"));
        NodeInfo node = given.node();
        store.setPaused(null, true);
        store.setPaused("a", true);
        assertThat(given.claim(node, 10)).isEmpty();
        assertThat(store.queueStats().allPaused()).isTrue();
        store.setPaused(null, false);
        assertThat(given.claimedIds(node, 10)).containsExactly(b.id());
        store.setPaused("a", false);
        assertThat(given.claimedIds(node, 10)).containsExactly(a.id());
    }

    @Test
    @Tag("M9")
    void anUnknownNodeGetsNothing() {
        given.queued();
        NodeInfo stranger = new NodeInfo(given.id(), "stranger", Set.of("echo"), 1);
        assertThat(given.claim(stranger, 1)).isEmpty();
        assertThat(given.claim(given.node(), 1)).hasSize(1);
    }

    @Test
    @Tag("M9")
    void aDeadNodeGetsNothing() {
        given.queued();
        NodeInfo node = given.node();
        pass(Fixtures.LEASE.plusSeconds(1));
        store.lostRuns(10);
        assertThat(given.claim(node, 1)).isEmpty();
    }

    @Test
    void laterClaimsHaveLargerFences() {
        NodeInfo node = given.node();
        given.queued(given.job(), given.job());
        ClaimedRun first = given.claimOne(node);
        ClaimedRun second = given.claimOne(node);
        given.applied(Steps.release(first));
        ClaimedRun again = given.claimOne(node);
        assertThat(second.token().fence()).isGreaterThan(first.token().fence());
        assertThat(again.token().fence()).isGreaterThan(second.token().fence());
    }
}
