package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.JobRun;
import dev.windlass.job.RunStatus;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.HeldRun;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.NodePulse;
import dev.windlass.spi.Submission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nodes, their leases, and the runs that they hold or have lost. */
abstract class NodeContract extends RoleContract {

    NodeContract(JobStoreContract contract) {
        super(contract);
    }

    private void expireAll() {
        pass(Fixtures.LEASE.plusSeconds(1));
    }

    @Test
    void aNodeThatJoinsIsLiveByTheStoresClock() {
        NodeInfo node = new NodeInfo(given.id(), "anna", Set.of("a", "b"), 3);
        NodePulse pulse = store.join(node, Fixtures.LEASE);
        assertThat(pulse).isEqualTo(new NodePulse(true, clock.instant(), false));
        assertThat(store.liveNodes(null, 100)).containsExactly(node);
    }

    @Test
    void aRenewalReplacesTypesAndSlots() {
        NodeInfo node = given.node();
        NodeInfo changed = new NodeInfo(node.id(), node.name(), Set.of("x"), 9);
        assertThat(store.renew(changed, Fixtures.LEASE).alive()).isTrue();
        assertThat(store.liveNodes(null, 100)).containsExactly(changed);
    }

    @Test
    void aNodeIsLiveAsLongAsItRenews() {
        NodeInfo node = given.node();
        for (int i = 0; i < 5; i++) {
            pass(Fixtures.LEASE.minusSeconds(1));
            assertThat(store.liveNodes(null, 100)).containsExactly(node);
            assertThat(store.renew(node, Fixtures.LEASE).alive()).isTrue();
        }
        expireAll();
        assertThat(store.liveNodes(null, 100)).isEmpty();
    }

    @Test
    void aLateLeaseCanBeRenewedUntilSomebodyMarkedTheNodeDead() {
        given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.started(node);
        expireAll();
        assertThat(store.renew(node, Fixtures.LEASE).alive()).isTrue();
        assertThat(store.lostRuns(10)).isEmpty();
        given.applied(steps.complete(claim, node));
    }

    @Test
    @Tag("M9")
    void aNodeThatWasMarkedDeadStaysDead() {
        NodeInfo node = given.node();
        given.queued();
        given.claimOne(node);
        expireAll();
        assertThat(store.lostRuns(10)).hasSize(1);
        assertThat(store.renew(node, Fixtures.LEASE).alive()).isFalse();
        assertThat(store.liveNodes(null, 100)).isEmpty();
    }

    @Test
    void aStrangerIsNotAlive() {
        NodeInfo stranger = new NodeInfo(given.id(), "stranger", Set.of(), 1);
        assertThat(store.renew(stranger, Fixtures.LEASE).alive()).isFalse();
        assertThat(store.liveNodes(null, 100)).isEmpty();
    }

    @Test
    void aNodeThatLeftIsNotLive() {
        NodeInfo node = given.node();
        NodeInfo other = given.node();
        store.leave(node.id());
        store.leave(node.id());
        assertThat(store.liveNodes(null, 100)).containsExactly(other);
        assertThat(given.claim(node, 1)).isEmpty();
    }

    @Test
    void theNameOfANodeThatLeftStaysInTheHistory() {
        NodeInfo node = given.node();
        ClaimedRun claim = given.completed(node);
        store.leave(node.id());
        assertThat(given.run(claim.token().runId()).node()).isEqualTo(node.name());
        assertThat(given.job(claim.job().id()).node()).isEqualTo(node.name());
    }

    @Test
    @Tag("T8")
    void thePulseSaysWhenOthersAreLost() {
        NodeInfo lost = given.node();
        given.queued();
        given.started(lost);
        pass(Fixtures.LEASE.minusSeconds(1));
        NodeInfo node = given.node();
        assertThat(store.renew(node, Fixtures.LEASE).othersLost()).isFalse();
        pass(seconds(2));
        assertThat(store.renew(node, Fixtures.LEASE).othersLost()).isTrue();
        List<HeldRun> runs = store.lostRuns(10);
        assertThat(store.renew(node, Fixtures.LEASE).othersLost())
                .as("until rescued")
                .isTrue();
        HeldRun held = runs.get(0);
        ClaimedRun claim = held.claim();
        assertThat(claim).isNotNull();
        if (claim != null) {
            given.applied(steps.retry(claim, lost, null));
        }
        assertThat(store.renew(node, Fixtures.LEASE).othersLost()).isFalse();
    }

    @Test
    @Tag("T8")
    void theRunsOfADeadNodeAreFoundAsTheyStood() {
        NodeInfo lost = given.node();
        given.queued(given.job(), given.job());
        ClaimedRun started = given.started(lost);
        given.applied(steps.report(started, 30));
        ClaimedRun claimed = given.claimOne(lost);
        JobRun direct = steps.direct(given.id(), lost);
        given.submit(new Submission(List.of(), direct, null, null, List.of()));
        NodeInfo alive = given.node();
        pass(seconds(10));
        store.renew(alive, Fixtures.LEASE);
        given.queued();
        given.started(alive);
        pass(seconds(10));
        List<HeldRun> runs = store.lostRuns(10);
        assertThat(runs)
                .extracting(HeldRun::token)
                .containsExactlyInAnyOrder(started.token(), claimed.token(), Steps.token(direct));
        HeldRun running = byToken(runs, started);
        assertThat(running.claim()).isEqualTo(started);
        assertThat(running.run().status()).isEqualTo(RunStatus.RUNNING);
        assertThat(running.run().progress().percent()).isEqualTo(30);
        assertThat(running.run()).isEqualTo(given.run(started.token().runId()));
        HeldRun waiting = byToken(runs, claimed);
        assertThat(waiting.run().status()).isEqualTo(RunStatus.QUEUED);
        assertThat(waiting.run().startedAt()).isNull();
    }

    private static HeldRun byToken(List<HeldRun> runs, ClaimedRun claim) {
        return runs.stream()
                .filter(run -> run.token().equals(claim.token()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void noMoreLostRunsAreReturnedThanAskedFor() {
        NodeInfo lost = given.node();
        given.queued(given.job(), given.job(), given.job());
        given.claim(lost, 3);
        expireAll();
        assertThat(store.lostRuns(2)).hasSize(2);
        for (HeldRun run : store.lostRuns(2)) {
            given.applied(new dev.windlass.spi.Transition.Release(run.token(), true));
        }
        assertThat(store.lostRuns(2)).hasSize(1);
    }

    @Test
    void theRunsThatANodeHoldsAreItsOwnOnly() {
        NodeInfo node = given.node();
        NodeInfo other = given.node();
        given.queued(given.job(), given.job());
        ClaimedRun own = given.claimOne(node);
        given.claimOne(other);
        assertThat(store.heldRuns(node.id(), null, 1_000)).singleElement().satisfies(held -> {
            assertThat(held.token()).isEqualTo(own.token());
            assertThat(held.claim()).isEqualTo(own);
            assertThat(held.cancelRequestedAt()).isNull();
            assertThat(held.lostStarts()).isZero();
        });
        assertThat(store.heldRuns(given.id(), null, 1_000)).isEmpty();
    }

    @Test
    void whatANodeHoldsIsReadPageByPage() {
        NodeInfo node = given.node();
        given.node();
        given.queued(given.job(), given.job(), given.job(), given.job(), given.job());
        given.claim(node, 5);
        List<UUID> held = new ArrayList<>();
        List<HeldRun> page = store.heldRuns(node.id(), null, 2);
        while (!page.isEmpty()) {
            page.forEach(run -> held.add(run.token().runId()));
            page = store.heldRuns(node.id(), held.get(held.size() - 1), 2);
            assertThat(page).hasSizeLessThanOrEqualTo(2);
        }
        assertThat(held).hasSize(5).doesNotHaveDuplicates();
        assertThat(held).isSortedAccordingTo(Comparator.comparing(UUID::toString));
    }

    @Test
    void liveNodesAreReadPageByPage() {
        List<NodeInfo> nodes = List.of(given.node(), given.node(), given.node());
        List<NodeInfo> first = store.liveNodes(null, 2);
        assertThat(first).hasSize(2);
        List<NodeInfo> second = store.liveNodes(first.get(1).id(), 2);
        assertThat(second).hasSize(1);
        List<NodeInfo> all = new ArrayList<>(first);
        all.addAll(second);
        assertThat(all).containsExactlyInAnyOrderElementsOf(nodes);
        assertThat(store.liveNodes(second.get(0).id(), 2)).isEmpty();
    }

    @Test
    void aNodeThatLeftWithRunsInItsHandsHasLostThem() {
        NodeInfo node = given.node();
        given.queued();
        ClaimedRun claim = given.started(node);
        NodeInfo other = given.node();
        store.leave(node.id());
        assertThat(store.renew(other, Fixtures.LEASE).othersLost()).isTrue();
        assertThat(store.lostRuns(10)).extracting(HeldRun::token).containsExactly(claim.token());
    }
}
