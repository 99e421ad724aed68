package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.windlass.job.Job;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.StoreException;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.HeldRun;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.Submission;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Closing a store, and what a durable one still knows afterwards. */
abstract class DurabilityContract extends RoleContract {

    DurabilityContract(JobStoreContract contract) {
        super(contract);
    }

    private void assumeDurable() {
        assumeTrue(store.traits().durable(), "only a durable store outlives its process");
    }

    @Test
    void aClosedStoreCanBeClosedAgainAndRefusesEverythingElse() throws Exception {
        store.close();
        store.close();
        assertThatThrownBy(() -> given.claim(new NodeInfo(given.id(), "n", java.util.Set.of(), 1), 1))
                .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.queueStats()).isInstanceOf(StoreException.class);
        useAnother();
    }

    @Test
    @Tag("T4")
    void whatWasAcknowledgedIsThereAfterReopening() throws Exception {
        assumeDurable();
        NodeInfo node = given.node();
        ClaimedRun done = given.completed(node);
        given.queued(given.job().complete(), given.job().dueIn(seconds(60)));
        JobTemplate template = given.template("kept");
        given.submit(new Submission(List.of(), null, template, null, List.of()));
        store.setPaused("stopped", true);
        List<Job> before = Invariants.allJobs(store, dev.windlass.job.JobQuery.Order.CREATED_ASC, java.util.Set.of());
        reopen();
        assertThat(Invariants.allJobs(store, dev.windlass.job.JobQuery.Order.CREATED_ASC, java.util.Set.of()))
                .isEqualTo(before);
        assertThat(given.run(done.token().runId()).fence())
                .isEqualTo(done.token().fence());
        assertThat(store.find(JobTemplate.class, template.id())).contains(template);
        assertThat(store.queueStats().pausedQueues()).containsExactly("stopped");
    }

    @Test
    @Tag("T8")
    void fencesGrowAcrossReopening() throws Exception {
        assumeDurable();
        given.queued();
        NodeInfo former = given.node();
        ClaimedRun claim = given.claimOne(former);
        given.applied(Steps.release(claim));
        reopen();
        assertThat(given.claimOne(given.node()).token().fence())
                .isGreaterThan(claim.token().fence());
    }

    @Test
    @Tag("T8")
    void theFormerNodesOfASingleProcessAreDeadAtOnce() throws Exception {
        assumeDurable();
        assumeTrue(!store.traits().shared(), "a shared store waits for leases to run out");
        given.queued();
        NodeInfo former = given.node();
        ClaimedRun claim = given.started(former);
        reopen();
        NodeInfo node = given.node();
        assertThat(store.renew(node, Fixtures.LEASE).othersLost()).isTrue();
        assertThat(store.lostRuns(10)).extracting(HeldRun::token).containsExactly(claim.token());
        assertThat(store.renew(former, Fixtures.LEASE).alive()).isFalse();
        assertThat(store.liveNodes(null, 100)).containsExactly(node);
    }
}
