package dev.windlass.tck;

import static dev.windlass.tck.Fixtures.plain;
import static dev.windlass.tck.Fixtures.submission;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.RunStatus;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Putting jobs and direct runs in. */
abstract class SubmitContract extends RoleContract {

    SubmitContract(JobStoreContract contract) {
        super(contract);
    }

    @Test
    @Tag("C4")
    void aSubmittedJobIsQueuedAsItWasMade() {
        JobSpec spec = given.queued();
        assertThat(given.job(spec.id())).isEqualTo(Job.queued(spec));
    }

    @Test
    void everyMemberOfAJobIsKept() {
        JobSpec spec = given.queued(given.job()
                .complete()
                .queue("reports")
                .priority(9)
                .params("{\"text\":\"zażółć 漢字 \\u0000 😀\",\"list\":[1,2.5,null]}")
                .tags("a", "b")
                .dueIn(seconds(60)));
        assertThat(given.job(spec.id()).spec()).isEqualTo(spec);
    }

    @Test
    void everyMemberThatMayBeMissingMayBeMissing() {
        JobSpec spec = given.queued(given.job().schedule(given.id()).template(given.id()));
        assertThat(given.job(spec.id()).spec()).isEqualTo(spec);
        assertThat(spec.timeout()).isNull();
    }

    @Test
    void jobsOfOneBatchMayBeAlikeOrDifferInEverything() {
        List<List<JobSpec>> batches = List.of(
                List.of(given.job().build(), given.job().build()),
                List.of(
                        given.job().build(),
                        given.job().queue("reports").build(),
                        given.job().priority(9).complete().build()));
        for (List<JobSpec> batch : batches) {
            assertThat(store.submit(batch.stream().map(Fixtures::plain).toList(), Long.MAX_VALUE))
                    .hasSameSizeAs(batch)
                    .containsOnly(SubmitResult.Accepted.INSTANCE);
            assertThat(batch)
                    .allSatisfy(spec -> assertThat(given.job(spec.id())).isEqualTo(Job.queued(spec)));
        }
    }

    @Test
    void aRepeatedSubmissionDoesNotHinderAFreshOne() {
        JobSpec known = given.job().build();
        JobSpec fresh = given.job().build();
        assertThat(given.submit(plain(known))).isEqualTo(SubmitResult.Accepted.INSTANCE);
        assertThat(store.submit(List.of(plain(known), plain(fresh)), Long.MAX_VALUE))
                .hasSize(2)
                .containsOnly(SubmitResult.Accepted.INSTANCE);
        assertThat(given.claimedIds(given.node(), 10)).containsExactly(known.id(), fresh.id());
    }

    @Test
    void anUnknownJobIsEmpty() {
        assertThat(store.findJob(given.id())).isEmpty();
    }

    @Test
    void aRepeatedSubmissionIsAcceptedAndStoredOnce() {
        Submission twice = submission(given.job().build(), given.job().build());
        assertThat(given.submit(twice)).isEqualTo(SubmitResult.Accepted.INSTANCE);
        assertThat(given.submit(twice)).isEqualTo(SubmitResult.Accepted.INSTANCE);
        assertThat(given.claim(given.node(), 10)).hasSize(2);
    }

    @Test
    void aRepeatedSubmissionOfAJobThatHasEndedChangesNothing() {
        NodeInfo node = given.node();
        JobSpec spec = given.completed(node).job();
        Job before = given.job(spec.id());
        assertThat(given.submit(submission(spec))).isEqualTo(SubmitResult.Accepted.INSTANCE);
        assertThat(given.job(spec.id())).isEqualTo(before);
        assertThat(given.claim(node, 1)).isEmpty();
    }

    @Test
    void everySubmissionGetsItsOwnResult() {
        JobSpec first = given.job().build();
        List<SubmitResult> results = store.submit(
                List.of(
                        submission(first),
                        submission(given.job().build(), given.job().build()),
                        submission(given.job().build())),
                2);
        assertThat(results)
                .containsExactly(
                        SubmitResult.Accepted.INSTANCE,
                        SubmitResult.QueueFull.INSTANCE,
                        SubmitResult.Accepted.INSTANCE);
        assertThat(given.claim(given.node(), 10)).hasSize(2);
    }

    @Test
    @Tag("T11")
    void aFullQueueTakesNoMoreAndLeavesNothingBehind() {
        given.queued(given.job(), given.job().dueIn(seconds(60)));
        JobSpec refused = given.job().build();
        assertThat(store.submit(List.of(submission(refused)), 2)).containsExactly(SubmitResult.QueueFull.INSTANCE);
        assertThat(store.findJob(refused.id())).isEmpty();
        assertThat(store.submit(List.of(submission(refused)), 3)).containsExactly(SubmitResult.Accepted.INSTANCE);
    }

    @Test
    void aJobThatIsRunningTakesNoRoomInTheQueue() {
        NodeInfo node = given.node();
        given.queued();
        given.started(node);
        assertThat(store.submit(List.of(submission(given.job().build())), 1))
                .containsExactly(SubmitResult.Accepted.INSTANCE);
    }

    @Test
    @Tag("C7")
    void aDirectRunIsThereAtOnceAndWaits() {
        NodeInfo node = given.node();
        JobRun direct = steps.direct(given.id(), node);
        assertThat(given.submit(new Submission(List.of(), direct, null, null, List.of())))
                .isEqualTo(SubmitResult.Accepted.INSTANCE);
        JobRun found = given.run(direct.id());
        assertThat(found.status()).isEqualTo(RunStatus.QUEUED);
        assertThat(found.jobId()).isNull();
        assertThat(found.nodeId()).isEqualTo(node.id());
        assertThat(found.node()).isEqualTo(node.name());
        assertThat(found.startedAt()).isNull();
        assertThat(found.createdAt()).isEqualTo(direct.createdAt());
        assertThat(store.heldRuns(node.id(), null, 1_000)).singleElement().satisfies(held -> {
            assertThat(held.claim()).isNull();
            assertThat(held.token()).isEqualTo(Steps.token(direct));
        });
    }

    @Test
    @Tag("C7")
    void aFullQueueDoesNotStopADirectRun() {
        NodeInfo node = given.node();
        given.queued();
        JobRun direct = steps.direct(given.id(), node);
        Submission submission = new Submission(List.of(), direct, null, null, List.of());
        assertThat(store.submit(List.of(submission), 1)).containsExactly(SubmitResult.Accepted.INSTANCE);
        assertThat(store.submit(List.of(submission), 1)).containsExactly(SubmitResult.Accepted.INSTANCE);
        assertThat(Invariants.allRuns(store)).hasSize(1);
    }

    @Test
    @Tag("C7")
    void aDirectRunGoesItsWayWithoutAJob() {
        NodeInfo node = given.node();
        JobRun direct = steps.direct(given.id(), node);
        given.submit(new Submission(List.of(), direct, null, null, List.of()));
        pass(seconds(1));
        Instant startedAt = clock.instant();
        given.applied(steps.startDirect(direct));
        assertThat(given.run(direct.id()).status()).isEqualTo(RunStatus.RUNNING);
        assertThat(given.run(direct.id()).startedAt()).isEqualTo(startedAt);
        pass(seconds(1));
        RunBuilder end = new RunBuilder(direct, node, startedAt, clock.instant())
                .result("[1]")
                .expiresAt(clock.instant().plus(Steps.RETENTION));
        given.applied(Steps.endDirect(end));
        assertThat(given.run(direct.id())).isEqualTo(end.build());
        assertThat(store.heldRuns(node.id(), null, 1_000)).isEmpty();
        assertThat(store.listJobs(dev.windlass.job.JobQuery.all(10)).items()).isEmpty();
    }
}
