package dev.windlass.tck;

import static dev.windlass.tck.Fixtures.plain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.QueueStore.Taken;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Submitting and claiming in one step, by a store that does so or by one that does not: the outcome is that of the two apart. */
abstract class OneStepContract extends RoleContract {

    OneStepContract(JobStoreContract contract) {
        super(contract);
    }

    private List<UUID> submitAndClaim(NodeInfo node, int max, JobSpec... jobs) {
        List<Submission> submissions = new ArrayList<>();
        for (JobSpec job : jobs) {
            submissions.add(plain(job));
        }
        List<UUID> runs = new ArrayList<>();
        for (int i = 0; i < max; i++) {
            runs.add(given.id());
        }
        ClaimRequest request = new ClaimRequest(node.id(), node.types(), runs, Map.of());
        Taken taken = store.submitAndClaim(submissions, 1_000, request);
        if (taken == null) {
            for (JobSpec job : jobs) {
                assertThat(store.findJob(job.id())).as("nothing is stored").isEmpty();
            }
            store.submit(submissions, 1_000);
            return given.claimedIds(node, max);
        }
        assertThat(taken.results()).hasSize(jobs.length).containsOnly(SubmitResult.Accepted.INSTANCE);
        return taken.claimed().stream().map(claim -> claim.job().id()).toList();
    }

    private @Nullable JobStatus status(JobSpec job) {
        return store.findJob(job.id()).map(found -> found.status()).orElse(null);
    }

    @Test
    void aFreshJobIsTakenByTheNodeThatSubmitsIt() {
        JobSpec job = given.job().build();
        NodeInfo node = given.node();
        assertThat(submitAndClaim(node, 2, job)).containsExactly(job.id());
        assertThat(store.heldRuns(node.id(), null, 1_000)).hasSize(1);
        assertThat(given.claimedIds(given.node(), 2)).isEmpty();
    }

    @Test
    void whatRanksHigherIsTakenFirst() {
        JobSpec high = given.queued(given.job().priority(9));
        JobSpec job = given.job().build();
        assertThat(submitAndClaim(given.node(), 1, job)).containsExactly(high.id());
        assertThat(status(job)).isEqualTo(JobStatus.QUEUED);
        assertThat(given.claimedIds(given.node(), 2)).containsExactly(job.id());
    }

    @Test
    void aDelayedJobThatFellDueIsTakenFirst() {
        JobSpec delayed = given.queued(given.job().dueIn(seconds(60)));
        clock.advance(seconds(61));
        JobSpec job = given.job().build();
        assertThat(submitAndClaim(given.node(), 1, job)).containsExactly(delayed.id());
    }

    @Test
    void aNodeThatIsDeadTakesNothingButTheJobIsStored() {
        NodeInfo node = given.node();
        store.leave(node.id());
        JobSpec job = given.job().build();
        assertThat(submitAndClaim(node, 2, job)).isEmpty();
        assertThat(given.claimedIds(given.node(), 2)).containsExactly(job.id());
    }

    @Test
    void aQueueThatIsPausedKeepsWhatIsSubmitted() {
        store.setPaused(JobSpec.DEFAULT_QUEUE, true);
        JobSpec job = given.job().build();
        assertThat(submitAndClaim(given.node(), 2, job)).isEmpty();
        assertThat(status(job)).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void aRepeatedCallStoresAndTakesNothingTwice() {
        JobSpec job = given.job().build();
        assertThat(submitAndClaim(given.node(), 2, job)).containsExactly(job.id());
        NodeInfo other = given.node();
        ClaimRequest request = new ClaimRequest(other.id(), other.types(), List.of(given.id()), Map.of());
        assertThat(store.submitAndClaim(List.of(plain(job)), 1_000, request)).isNull();
        assertThat(store.submit(List.of(plain(job)), 1_000)).containsExactly(SubmitResult.Accepted.INSTANCE);
        assertThat(given.claimedIds(other, 2)).isEmpty();
    }

    @Test
    void aFullQueueIsNotFilledFurther() {
        given.queued();
        JobSpec job = given.job().build();
        NodeInfo node = given.node();
        ClaimRequest request = new ClaimRequest(node.id(), node.types(), List.of(given.id()), Map.of());
        assertThat(store.submitAndClaim(List.of(plain(job)), 1, request)).isNull();
        assertThat(store.findJob(job.id())).isEmpty();
    }
}
