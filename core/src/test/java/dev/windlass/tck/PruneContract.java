package dev.windlass.tck;

import static dev.windlass.tck.Resources.creation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.ArtifactInfo;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryQuery;
import dev.windlass.spi.DueDelivery;
import dev.windlass.spi.IdempotencyRecord;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.PruneReport;
import dev.windlass.spi.Redelivery;
import dev.windlass.spi.Submission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Forgetting what has been kept for long enough, and nothing else. */
abstract class PruneContract extends RoleContract {

    private static final Duration RETENTION = Steps.RETENTION;

    PruneContract(JobStoreContract contract) {
        super(contract);
    }

    private PruneReport prune() {
        return store.prune(clock.instant(), 100);
    }

    @Test
    @Tag("A8")
    @Tag("T9")
    void anEndedJobGoesWithItsRunsAndArtifactsWhenItsTimeIsOver() {
        given.queued();
        NodeInfo node = given.node();
        ClaimedRun first = given.started(node);
        given.applied(steps.retry(first, node, null));
        ClaimedRun last = given.started(node);
        store.writeChunk(last.token(), "a", 0, new byte[] {1});
        ArtifactInfo artifact = new ArtifactInfo("a", "text/plain", 1, "0".repeat(64));
        given.applied(steps.end(last, steps.run(last, node).artifacts(artifact), JobStatus.COMPLETED));
        pass(RETENTION.minusSeconds(1));
        assertThat(prune()).isEqualTo(new PruneReport(0, 0, 0, 0, false));
        assertThat(given.job(last.job().id()).status()).isEqualTo(JobStatus.COMPLETED);
        pass(seconds(1));
        PruneReport report = prune();
        assertThat(report.jobs()).isEqualTo(1);
        assertThat(report.runs()).isEqualTo(2);
        assertThat(store.findJob(last.job().id())).isEmpty();
        assertThat(store.findRun(first.token().runId())).isEmpty();
        assertThat(store.findRun(last.token().runId())).isEmpty();
        assertThat(store.readChunks(last.token().runId(), null, 0)).isEmpty();
        assertThat(Invariants.allRuns(store)).isEmpty();
        assertThat(store.stamps(List.of(last.job().id(), last.token().runId()))).isEmpty();
    }

    @Test
    void aLiveJobStaysHoweverOldItIs() {
        NodeInfo node = given.node();
        JobSpec queued = given.queued(given.job().priority(0));
        JobSpec backing = given.queued(given.job().priority(9));
        given.applied(steps.retry(given.started(node), node, clock.instant().plus(Duration.ofDays(400))));
        JobSpec running = given.queued(given.job().priority(9));
        ClaimedRun claim = given.started(node);
        pass(Duration.ofDays(300));
        assertThat(prune().jobs()).isZero();
        assertThat(given.job(queued.id()).status()).isEqualTo(JobStatus.QUEUED);
        assertThat(given.job(backing.id()).lastRunId()).isNotNull();
        assertThat(given.job(running.id()).status()).isEqualTo(JobStatus.RUNNING);
        assertThat(store.listRuns(dev.windlass.job.RunQuery.finished(10)).items())
                .hasSize(1);
        given.applied(steps.complete(claim, node));
    }

    @Test
    void aCancelledJobThatNeverRanGoesToo() {
        JobSpec spec = given.queued();
        given.applied(steps.cancel(given.job(spec.id())));
        pass(RETENTION);
        assertThat(prune().jobs()).isEqualTo(1);
        assertThat(store.findJob(spec.id())).isEmpty();
    }

    @Test
    @Tag("A8")
    void aStepForgetsNoMoreThanItsLimitAndTheEarliestFirst() {
        NodeInfo node = given.node();
        ClaimedRun first = given.completed(node);
        pass(seconds(1));
        given.completed(node);
        pass(seconds(1));
        ClaimedRun last = given.completed(node);
        pass(RETENTION);
        PruneReport report = store.prune(clock.instant(), 2);
        assertThat(report.jobs()).isEqualTo(2);
        assertThat(report.more()).isTrue();
        assertThat(store.findJob(first.job().id())).isEmpty();
        assertThat(store.findJob(last.job().id())).isPresent();
        assertThat(store.prune(clock.instant(), 2)).satisfies(second -> {
            assertThat(second.jobs()).isEqualTo(1);
            assertThat(second.more()).isFalse();
        });
    }

    @Test
    void aDirectRunGoesWhenItsTimeIsOver() {
        NodeInfo node = given.node();
        JobRun direct = steps.direct(given.id(), node);
        JobRun waiting = steps.direct(given.id(), node);
        given.submit(new Submission(List.of(), direct, null, null, List.of()));
        given.submit(new Submission(List.of(), waiting, null, null, List.of()));
        given.applied(steps.startDirect(direct));
        given.applied(Steps.endDirect(new RunBuilder(direct, node, clock.instant(), clock.instant())
                .expiresAt(clock.instant().plus(RETENTION))));
        pass(RETENTION.minusSeconds(1));
        assertThat(prune().runs()).isZero();
        pass(seconds(1));
        assertThat(prune().runs()).isEqualTo(1);
        assertThat(store.findRun(direct.id())).isEmpty();
        assertThat(store.findRun(waiting.id())).isPresent();
    }

    @Test
    @Tag("T7")
    void keysGoWhenTheyExpire() {
        given.submit(new Submission(List.of(given.job().build()), null, null, key("k", 60), List.of()));
        given.submit(new Submission(List.of(given.job().build()), null, null, key("l", 90), List.of()));
        pass(seconds(61));
        assertThat(prune().keys()).isEqualTo(1);
        assertThat(store.findReply("anna", "l")).isPresent();
        assertThat(prune().keys()).isZero();
    }

    private IdempotencyRecord key(String key, long seconds) {
        return new IdempotencyRecord(
                "anna", key, new byte[] {1}, new byte[] {2}, clock.instant().plusSeconds(seconds));
    }

    @Test
    @Tag("A8")
    void finishedDeliveriesGoWithTheirJobAndPendingOnesStay() {
        given.submit(creation(Resources.endpoint(
                given.id(), dev.windlass.job.WebhookEndpoint.Profile.CONTRACT, true, clock.instant())));
        NodeInfo node = given.node();
        Webhooks hooks = new Webhooks(given);
        ClaimedRun claim = given.completed(node);
        hooks.tellSubscribers(claim.job().id());
        store.settle(List.of(hooks.delivered(hooks.takeOne())));
        hooks.tell("https://down.example.com/", claim.job().id());
        pass(RETENTION);
        PruneReport report = prune();
        assertThat(report.jobs()).isEqualTo(1);
        assertThat(report.deliveries()).isEqualTo(1);
        assertThat(store.listDeliveries(new DeliveryQuery(null, null, null, null, 10))
                        .items())
                .hasSize(1);
        assertThat(store.settle(List.of(hooks.givenUp(hooks.takeOne())))).containsExactly(true);
    }

    @Test
    void whatWasPrunedCanBeMadeAgain() {
        NodeInfo node = given.node();
        ClaimedRun claim = given.completed(node);
        pass(RETENTION);
        prune();
        given.submit(Fixtures.submission(claim.job()));
        assertThat(given.claimedIds(node, 1)).containsExactly(claim.job().id());
    }

    @Test
    @Tag("A4")
    @Tag("A8")
    void deadDeliveriesOutliveTheirJobForSevenDaysListedAndToBeRedelivered() {
        Webhooks hooks = new Webhooks(given);
        ClaimedRun job = given.completed(given.node());
        pass(RETENTION);
        List<UUID> dead = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            hooks.tell("https://dead.example.com/" + i, job.job().id());
            DueDelivery due = hooks.takeOne();
            store.settle(List.of(hooks.givenUp(due)));
            dead.add(due.delivery().id());
        }
        assertThat(prune()).satisfies(report -> {
            assertThat(report.jobs()).isEqualTo(1);
            assertThat(report.deliveries()).isZero();
        });
        assertThat(listed()).containsExactlyInAnyOrderElementsOf(dead);
        assertThat(store.attempts(dead.get(0))).hasSize(1);
        pass(Duration.ofDays(7));
        assertThat(prune().deliveries()).isZero();
        assertThat(store.redeliver(new Redelivery.One(dead.get(0)), clock.instant()))
                .isEqualTo(1);
        pass(seconds(1));
        assertThat(store.prune(clock.instant(), 1)).satisfies(report -> {
            assertThat(report.deliveries()).as("in batches").isEqualTo(1);
            assertThat(report.more()).isTrue();
        });
        assertThat(prune().deliveries()).isEqualTo(1);
        assertThat(listed()).as("redelivered").containsExactly(dead.get(0));
        store.settle(List.of(hooks.delivered(hooks.takeOne())));
        pass(Duration.ofDays(7).plusSeconds(1));
        assertThat(prune().deliveries()).isEqualTo(1);
        assertThat(listed()).isEmpty();
    }

    /** Held, and so known to be pending, while its job is forgotten. */
    @Test
    @Tag("A4")
    void aDeliveryMadeAfterItsJobWasForgottenGoesSevenDaysLater() {
        Webhooks hooks = new Webhooks(given);
        ClaimedRun job = given.completed(given.node());
        pass(RETENTION);
        hooks.tell("https://late.example.com/", job.job().id());
        DueDelivery late = hooks.takeOne();
        assertThat(prune().jobs()).isEqualTo(1);
        assertThat(store.settle(List.of(hooks.delivered(late)))).containsExactly(true);
        assertThat(hooks.find(late).status()).isEqualTo(Delivery.Status.DELIVERED);
        pass(Duration.ofDays(7).plusSeconds(1));
        assertThat(prune().deliveries()).isEqualTo(1);
        assertThat(listed()).isEmpty();
    }

    private List<UUID> listed() {
        return store.listDeliveries(new DeliveryQuery(null, null, null, null, 10)).items().stream()
                .map(Delivery::id)
                .toList();
    }
}
