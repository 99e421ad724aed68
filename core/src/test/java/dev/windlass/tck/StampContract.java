package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.JobSpec;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.Transition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stamps tell whether a reader would see a difference, without reading. */
abstract class StampContract extends RoleContract {

    StampContract(JobStoreContract contract) {
        super(contract);
    }

    private Long stamp(UUID id) {
        return store.stamps(List.of(id)).getOrDefault(id, Long.MIN_VALUE);
    }

    @Test
    @Tag("M6")
    void everyVisibleChangeOfAJobChangesItsStamp() {
        JobSpec spec = given.queued();
        UUID id = spec.id();
        NodeInfo node = given.node();
        Set<Long> seen = new HashSet<>();
        assertThat(seen.add(stamp(id))).isTrue();
        given.applied(steps.move(spec, 7, spec.dueAt()));
        assertThat(seen.add(stamp(id))).as("moved").isTrue();
        ClaimedRun claim = given.started(node);
        assertThat(seen.add(stamp(id))).as("started").isTrue();
        given.applied(steps.report(claim, 10));
        assertThat(seen.add(stamp(id))).as("reported").isTrue();
        given.applied(steps.report(claim, 20));
        assertThat(seen.add(stamp(id))).as("reported again").isTrue();
        given.applied(steps.requestCancel(id));
        assertThat(seen.add(stamp(id))).as("asked to stop").isTrue();
        given.applied(steps.retry(claim, node, null));
        assertThat(seen.add(stamp(id))).as("requeued").isTrue();
        ClaimedRun second = given.started(node);
        assertThat(seen.add(stamp(id))).as("started again").isTrue();
        given.applied(steps.complete(second, node));
        assertThat(seen.add(stamp(id))).as("ended").isTrue();
    }

    @Test
    @Tag("M6")
    void everyVisibleChangeOfARunChangesItsStamp() {
        given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.started(node);
        UUID id = claim.token().runId();
        Set<Long> seen = new HashSet<>();
        assertThat(seen.add(stamp(id))).isTrue();
        given.applied(steps.report(claim, 10));
        assertThat(seen.add(stamp(id))).as("reported").isTrue();
        given.applied(steps.complete(claim, node));
        assertThat(seen.add(stamp(id))).as("ended").isTrue();
    }

    @Test
    @Tag("M8")
    void readingChangesNoStamp() {
        JobSpec spec = given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.started(node);
        List<UUID> ids = List.of(spec.id(), claim.token().runId());
        var before = store.stamps(ids);
        Invariants.check(store);
        store.heldRuns(node.id(), null, 1_000);
        store.upcoming();
        assertThat(store.stamps(ids)).isEqualTo(before);
    }

    @Test
    void refusedAndRepeatedTransitionsOfAnEndedJobChangeNoStamp() {
        NodeInfo node = given.node();
        given.queued();
        ClaimedRun claim = given.started(node);
        Transition.Finish finish = steps.complete(claim, node);
        given.applied(finish);
        List<UUID> ids = List.of(claim.job().id(), claim.token().runId());
        var before = store.stamps(ids);
        assertThat(before).hasSize(2);
        pass(seconds(1));
        given.applied(finish);
        given.refused(steps.fail(claim, node));
        assertThat(store.stamps(ids)).isEqualTo(before);
    }

    @Test
    void unknownIdsAndRunsThatAreNotThereYetHaveNoStamp() {
        JobSpec spec = given.queued();
        ClaimedRun claim = given.claimOne(given.node());
        List<UUID> ids = List.of(spec.id(), claim.token().runId(), given.id());
        assertThat(store.stamps(ids)).containsOnlyKeys(spec.id());
        assertThat(store.stamps(List.of())).isEmpty();
    }
}
