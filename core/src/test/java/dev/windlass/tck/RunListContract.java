package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.ErrorKind;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.RunQuery;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Trigger;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.Submission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Listing runs. */
abstract class RunListContract extends RoleContract {

    RunListContract(JobStoreContract contract) {
        super(contract);
    }

    private List<UUID> listed(RunQuery query) {
        return Invariants.pages(cursor -> store.listRuns(query.from(cursor))).stream()
                .map(JobRun::id)
                .toList();
    }

    private static RunQuery everything(int limit) {
        return new RunQuery(null, Set.of(), null, null, null, null, null, limit);
    }

    private UUID completedRun(NodeInfo node) {
        return given.completed(node).token().runId();
    }

    @Test
    @Tag("C8")
    void finishedRunsAreListedNewestEndFirst() {
        NodeInfo node = given.node();
        given.queued(given.job(), given.job(), given.job());
        List<ClaimedRun> claims = given.claim(node, 3);
        given.applied(steps.complete(claims.get(1), node));
        pass(seconds(1));
        given.applied(steps.complete(claims.get(2), node), steps.complete(claims.get(0), node));
        UUID later = claims.get(2).token().runId();
        UUID earlier = claims.get(0).token().runId();
        for (int limit = 1; limit <= 3; limit++) {
            assertThat(listed(RunQuery.finished(limit)))
                    .containsExactly(later, earlier, claims.get(1).token().runId());
        }
    }

    @Test
    @Tag("C8")
    void liveRunsComeFirstAndOnlyIfReadersMaySeeThem() {
        NodeInfo node = given.node();
        UUID finished = completedRun(node);
        given.queued(given.job(), given.job(), given.job());
        UUID first = given.started(node).token().runId();
        UUID second = given.started(node).token().runId();
        given.claimOne(node);
        JobRun direct = steps.direct(given.id(), node);
        given.submit(new Submission(List.of(), direct, null, null, List.of()));
        for (int limit = 1; limit <= 4; limit++) {
            assertThat(listed(everything(limit))).containsExactly(direct.id(), second, first, finished);
        }
        assertThat(listed(RunQuery.finished(10))).containsExactly(finished);
    }

    @Test
    void theRunsOfOneJobAreAllOfItsAttempts() {
        NodeInfo node = given.node();
        completedRun(node);
        UUID job = given.queued().id();
        ClaimedRun first = given.started(node);
        pass(seconds(1));
        given.applied(steps.retry(first, node, null));
        ClaimedRun second = given.started(node);
        UUID live = second.token().runId();
        assertThat(listed(RunQuery.ofJob(job, null, 1)))
                .containsExactly(live, first.token().runId());
        assertThat(listed(RunQuery.ofJob(given.id(), null, 1))).isEmpty();
    }

    @Test
    void everyRunThatHadFinishedIsSeenOnceWhateverHappensMeanwhile() {
        NodeInfo node = given.node();
        List<UUID> finished = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            finished.add(completedRun(node));
            pass(java.time.Duration.ofMillis(i % 2));
        }
        given.queued();
        ClaimedRun running = given.started(node);
        List<UUID> seen = new ArrayList<>();
        String cursor = null;
        do {
            var page = store.listRuns(everything(2).from(cursor));
            page.items().forEach(run -> seen.add(run.id()));
            cursor = page.next();
            if (running != null) {
                given.applied(steps.complete(running, node));
                running = null;
            }
            completedRun(node);
        } while (cursor != null);
        assertThat(seen.stream().filter(finished::contains)).containsExactlyInAnyOrderElementsOf(finished);
    }

    @Test
    void runsAreFiltered() {
        NodeInfo node = given.node("echo", "other");
        UUID echo = completedRun(node);
        given.queued(given.job().type("other"));
        ClaimedRun other = given.started(node);
        given.applied(steps.end(other, steps.run(other, node).failed("x", ErrorKind.TIMEOUT), JobStatus.FAILED));
        given.queued(given.job().schedule(given.id()));
        ClaimedRun scheduled = given.started(node);
        assertThat(listed(query(Set.of(RunStatus.FAILED), null, null)))
                .containsExactly(other.token().runId());
        assertThat(listed(query(Set.of(RunStatus.RUNNING), null, null)))
                .containsExactly(scheduled.token().runId());
        assertThat(listed(query(Set.of(RunStatus.COMPLETED, RunStatus.RUNNING), null, null)))
                .containsExactly(scheduled.token().runId(), echo);
        assertThat(listed(query(Set.of(), Trigger.SCHEDULE, null)))
                .containsExactly(scheduled.token().runId());
        assertThat(listed(query(Set.of(), null, "other")))
                .containsExactly(other.token().runId());
        assertThat(listed(query(Set.of(), Trigger.RETRY, null))).isEmpty();
    }

    private static RunQuery query(Set<RunStatus> statuses, @Nullable Trigger trigger, @Nullable String type) {
        return new RunQuery(null, statuses, trigger, type, null, null, null, 1);
    }

    @Test
    void runsAreFilteredByWhenTheyEnded() {
        NodeInfo node = given.node();
        Instant start = clock.instant();
        UUID early = completedRun(node);
        pass(seconds(10));
        UUID middle = completedRun(node);
        pass(seconds(10));
        UUID late = completedRun(node);
        given.queued();
        given.started(node);
        assertThat(listed(ended(start.plusSeconds(5), null))).containsExactly(late, middle);
        assertThat(listed(ended(null, start.plusSeconds(15)))).containsExactly(middle, early);
        assertThat(listed(ended(start.plusSeconds(5), start.plusSeconds(15)))).containsExactly(middle);
    }

    private static RunQuery ended(@Nullable Instant after, @Nullable Instant before) {
        return new RunQuery(null, Set.of(), null, null, after, before, null, 1);
    }

    /** Databases refuse NUL in text. */
    @Test
    void textThatNoDatabaseTakesMatchesNothing() {
        NodeInfo node = given.node();
        completedRun(node);
        given.queued();
        given.started(node);
        assertThat(listed(query(Set.of(), null, "echo\0"))).isEmpty();
    }
}
