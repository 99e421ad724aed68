package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.JobSpec;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.QueueStats;
import dev.windlass.spi.Submission;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers about the queue, places in it, and moving within it. */
abstract class QueueViewContract extends RoleContract {

    QueueViewContract(JobStoreContract contract) {
        super(contract);
    }

    @Test
    void anEmptyQueueHasNothing() {
        assertThat(store.queueStats()).isEqualTo(new QueueStats(0, 0, 0, null, java.util.Set.of(), false));
    }

    @Test
    void readyDelayedAndRunningJobsAreCounted() {
        NodeInfo node = given.node();
        given.queued();
        given.started(node);
        given.queued();
        given.applied(steps.retry(given.started(node), node, clock.instant().plusSeconds(60)));
        given.queued(given.job().dueIn(seconds(30)));
        Instant oldest = clock.instant().minusSeconds(90);
        given.queued(given.job().priority(0).dueAt(oldest), given.job());
        JobSpec ended = given.queued(given.job().dueIn(seconds(99)));
        given.applied(steps.cancel(given.job(ended.id())));
        given.submit(new Submission(List.of(), steps.direct(given.id(), node), null, null, List.of()));
        QueueStats stats = store.queueStats();
        assertThat(stats.ready()).isEqualTo(2);
        assertThat(stats.delayed()).isEqualTo(2);
        assertThat(stats.running()).isEqualTo(1);
        assertThat(stats.oldestDueAt()).isEqualTo(oldest);
        pass(seconds(60));
        assertThat(store.queueStats().ready()).isEqualTo(4);
        assertThat(store.queueStats().delayed()).isZero();
    }

    @Test
    void aStartedDirectRunCountsAsRunning() {
        NodeInfo node = given.node();
        var direct = steps.direct(given.id(), node);
        given.submit(new Submission(List.of(), direct, null, null, List.of()));
        given.applied(steps.startDirect(direct));
        assertThat(store.queueStats().running()).isEqualTo(1);
    }

    @Test
    void theFirstToBeTakenHasPositionOne() {
        JobSpec third = given.queued();
        JobSpec second = given.queued(given.job().queue("other").type("other").priority(5));
        JobSpec first =
                given.queued(given.job().priority(5).dueAt(clock.instant().minusSeconds(1)));
        assertThat(store.position(first.id(), 100)).hasValue(1);
        assertThat(store.position(second.id(), 100)).hasValue(2);
        assertThat(store.position(third.id(), 100)).hasValue(3);
    }

    @Test
    void positionsBeyondTheLimitAreNotCounted() {
        given.queued(given.job(), given.job(), given.job());
        JobSpec fourth = given.queued();
        JobSpec fifth = given.queued();
        assertThat(store.position(fourth.id(), 4)).hasValue(4);
        assertThat(store.position(fourth.id(), 3)).hasValue(4);
        assertThat(store.position(fifth.id(), 3)).hasValue(4);
    }

    @Test
    void whatIsPausedOrNotDueStandsInNobodysWay() {
        given.queued(given.job().priority(9).queue("paused"));
        given.queued(given.job().priority(9).dueIn(seconds(60)));
        JobSpec job = given.queued();
        assertThat(store.position(job.id(), 10)).hasValue(2);
        store.setPaused("paused", true);
        assertThat(store.position(job.id(), 10)).hasValue(1);
        pass(seconds(60));
        assertThat(store.position(job.id(), 10)).hasValue(2);
    }

    @Test
    void aJobThatCannotBeTakenHasNoPosition() {
        NodeInfo node = given.node();
        given.queued();
        ClaimedRun running = given.started(node);
        JobSpec delayed = given.queued(given.job().dueIn(seconds(60)));
        JobSpec paused = given.queued(given.job().queue("paused"));
        store.setPaused("paused", true);
        assertThat(store.position(running.job().id(), 10)).isEmpty();
        assertThat(store.position(delayed.id(), 10)).isEmpty();
        assertThat(store.position(paused.id(), 10)).isEmpty();
        assertThat(store.position(given.id(), 10)).isEmpty();
        store.setPaused("paused", false);
        store.setPaused(null, true);
        assertThat(store.position(paused.id(), 10)).isEmpty();
    }

    @Test
    void aMovedJobIsTakenAtItsNewPlace() {
        JobSpec first = given.queued();
        JobSpec second = given.queued();
        given.applied(steps.move(second, 9, second.dueAt()));
        JobSpec moved = given.job(second.id()).spec();
        assertThat(moved.priority()).isEqualTo(9);
        assertThat(moved.delayed()).isTrue();
        assertThat(given.claimedIds(given.node(), 10)).containsExactly(second.id(), first.id());
    }

    @Test
    void aJobCanBeMovedIntoTheFutureAndBack() {
        JobSpec spec = given.queued();
        NodeInfo node = given.node();
        Instant later = clock.instant().plusSeconds(60);
        given.applied(steps.move(spec, 4, later));
        assertThat(given.job(spec.id()).spec().dueAt()).isEqualTo(later);
        assertThat(given.claim(node, 1)).isEmpty();
        given.applied(steps.move(given.job(spec.id()).spec(), 4, spec.dueAt()));
        assertThat(given.claimedIds(node, 1)).containsExactly(spec.id());
    }

    @Test
    void aMoveFromAnotherPlaceIsRefusedAndARepeatedOneIsInForce() {
        JobSpec spec = given.queued();
        var move = steps.move(spec, 9, spec.dueAt());
        given.applied(move);
        given.applied(move);
        given.refused(steps.move(spec, 2, spec.dueAt()));
        given.refused(
                steps.move(given.job(spec.id()).spec().at(9, spec.dueAt().minusSeconds(1), true), 2, spec.dueAt()));
        assertThat(given.job(spec.id()).spec().priority()).isEqualTo(9);
    }

    @Test
    void onlyAJobThatWaitsUnclaimedCanBeMoved() {
        JobSpec spec = given.queued();
        NodeInfo node = given.node();
        ClaimedRun claim = given.claimOne(node);
        given.refused(steps.move(spec, 9, spec.dueAt()));
        given.applied(steps.start(claim));
        given.refused(steps.move(spec, 9, spec.dueAt()));
        given.applied(steps.complete(claim, node));
        given.refused(steps.move(spec, 9, spec.dueAt()));
        assertThat(given.job(spec.id()).spec()).isEqualTo(spec);
    }

    @Test
    void whatIsDueNextIsKnown() {
        assertThat(store.upcoming().job()).isNull();
        JobSpec later = given.queued(given.job().dueIn(seconds(60)));
        assertThat(store.upcoming().job()).isNotNull().isBeforeOrEqualTo(later.dueAt());
        JobSpec sooner = given.queued(given.job().dueIn(seconds(30)));
        assertThat(store.upcoming().job()).isNotNull().isBeforeOrEqualTo(sooner.dueAt());
    }

    @Test
    void whatWaitsToBeTakenDoesNotHideWhatIsDueNext() {
        given.queued();
        JobSpec delayed = given.queued(given.job().dueIn(seconds(60)));
        assertThat(store.upcoming().job()).isEqualTo(delayed.dueAt());
    }

    @Test
    void aDelayedJobIsDueUntilAClaimHasLooked() {
        JobSpec delayed = given.queued(given.job().dueIn(seconds(60)));
        given.queued(given.job().dueIn(seconds(90)));
        pass(seconds(75));
        assertThat(store.upcoming().job()).isEqualTo(delayed.dueAt());
        given.claimOne(given.node());
        assertThat(store.upcoming().job()).isAfter(clock.instant());
    }

    @Test
    void aJobThatBacksOffIsUpcomingWhenItsNextAttemptIsDue() {
        given.queued();
        NodeInfo node = given.node();
        Instant next = clock.instant().plusSeconds(60);
        given.applied(steps.retry(given.started(node), node, next));
        assertThat(store.upcoming().job()).isNotNull().isBeforeOrEqualTo(next);
    }

    @Test
    void whatIsPausedOrRunningIsNotUpcoming() {
        given.queued(given.job());
        given.started(given.node());
        assertThat(store.upcoming().job()).isNull();
        given.queued(given.job().queue("paused"));
        store.setPaused("paused", true);
        assertThat(store.upcoming().job()).isNull();
        store.setPaused("paused", false);
        store.setPaused(null, true);
        assertThat(store.upcoming().job()).isNull();
    }
}
