package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobQuery.Order;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Page;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.NodeInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Listing jobs. */
abstract class JobListContract extends RoleContract {

    private static final Set<JobStatus> QUEUED = Set.of(JobStatus.QUEUED);

    JobListContract(JobStoreContract contract) {
        super(contract);
    }

    private List<UUID> listed(JobQuery query) {
        return Invariants.pages(cursor -> store.listJobs(query.from(cursor))).stream()
                .map(Job::id)
                .toList();
    }

    /** Some made at the same instant, some later. */
    private List<UUID> manyJobs() {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.add(given.queued().id());
            if (i % 3 == 2) {
                pass(seconds(1));
            }
        }
        return ids;
    }

    @Test
    void jobsAreListedNewestFirstOrOldestFirst() {
        List<UUID> ids = new ArrayList<>(manyJobs());
        assertThat(listed(JobQuery.all(3).withOrder(Order.CREATED_ASC))).isEqualTo(ids);
        Collections.reverse(ids);
        assertThat(listed(JobQuery.all(3))).isEqualTo(ids);
    }

    @Test
    void aPageHoldsItsLimitAndOnlyTheLastOneHasNoNext() {
        manyJobs();
        Page<Job> first = store.listJobs(JobQuery.all(4));
        assertThat(first.items()).hasSize(4);
        assertThat(first.next()).isNotNull();
        Page<Job> last = store.listJobs(JobQuery.all(4).from(first.next()));
        assertThat(last.items()).hasSize(3);
        assertThat(last.next()).isNull();
        assertThat(store.listJobs(JobQuery.all(7)).next()).isNull();
    }

    @Test
    void anEmptyListIsOneEmptyPage() {
        assertThat(store.listJobs(JobQuery.all(10))).isEqualTo(new Page<>(List.of(), null));
    }

    @Test
    void jobsThatComeAndGoDuringThePagingDisturbNobodyElse() {
        List<UUID> ids = manyJobs();
        Page<Job> page = store.listJobs(JobQuery.all(3));
        List<UUID> seen = new ArrayList<>(page.items().stream().map(Job::id).toList());
        pass(seconds(1));
        given.queued(given.job(), given.job());
        NodeInfo node = given.node();
        given.applied(steps.complete(given.started(node), node));
        while (page.next() != null) {
            page = store.listJobs(JobQuery.all(3).from(page.next()));
            seen.addAll(page.items().stream().map(Job::id).toList());
        }
        assertThat(seen).doesNotHaveDuplicates().containsAll(ids);
    }

    @Test
    @Tag("C5")
    void theQueueIsListedInDispatchOrderDelayedAndClaimedJobsIncluded() {
        JobSpec claimed = given.queued(given.job().priority(8));
        NodeInfo node = given.node();
        assertThat(given.claimOne(node).job()).isEqualTo(claimed);
        JobSpec low = given.queued(given.job().priority(1));
        JobSpec delayed = given.queued(given.job().priority(5).dueIn(seconds(60)));
        JobSpec other = given.queued(given.job().queue("other").type("other").priority(6));
        JobSpec early =
                given.queued(given.job().priority(5).dueAt(clock.instant().minusSeconds(5)));
        JobSpec done = given.queued(given.job().priority(9));
        ClaimedRun run = given.started(node);
        assertThat(run.job()).isEqualTo(done);
        JobQuery query = JobQuery.all(2).withStatuses(QUEUED).withOrder(Order.DISPATCH);
        assertThat(listed(query)).containsExactly(claimed.id(), other.id(), early.id(), delayed.id(), low.id());
    }

    @Test
    @Tag("C5")
    void aJobBetweenAttemptsIsInTheQueueAtItsPlace() {
        JobSpec first = given.queued();
        JobSpec second = given.queued();
        NodeInfo node = given.node();
        given.applied(steps.retry(given.started(node), node, clock.instant().plusSeconds(60)));
        JobQuery query = JobQuery.all(10).withStatuses(QUEUED).withOrder(Order.DISPATCH);
        assertThat(listed(query)).containsExactly(first.id(), second.id());
    }

    @Test
    void jobsAreFilteredByStatus() {
        NodeInfo node = given.node();
        UUID completed = given.completed(node).job().id();
        UUID running = given.queued().id();
        given.started(node);
        UUID queued = given.queued().id();
        UUID cancelled = given.queued(given.job().dueIn(seconds(9))).id();
        given.applied(steps.cancel(given.job(cancelled)));
        assertThat(byStatus(JobStatus.COMPLETED)).containsExactly(completed);
        assertThat(byStatus(JobStatus.RUNNING)).containsExactly(running);
        assertThat(byStatus(JobStatus.QUEUED)).containsExactly(queued);
        assertThat(byStatus(JobStatus.CANCELLED)).containsExactly(cancelled);
        assertThat(byStatus(JobStatus.FAILED)).isEmpty();
        assertThat(byStatus(JobStatus.RUNNING, JobStatus.QUEUED)).containsExactly(queued, running);
    }

    private List<UUID> byStatus(JobStatus... statuses) {
        return listed(JobQuery.all(1).withStatuses(Set.of(statuses)));
    }

    @Test
    void jobsAreFilteredByWhatTheyAreAndWhenceTheyCame() {
        UUID template = given.id();
        UUID schedule = given.id();
        UUID a = given.queued(given.job().type("a").queue("q1").tags("x", "y")).id();
        UUID b = given.queued(given.job().type("b").queue("q2").tags("y").template(template))
                .id();
        UUID c = given.queued(given.job().type("a").queue("q2").schedule(schedule))
                .id();
        assertThat(listed(query("a", null, null, null, null))).containsExactly(c, a);
        assertThat(listed(query(null, template, null, null, null))).containsExactly(b);
        assertThat(listed(query(null, null, schedule, null, null))).containsExactly(c);
        assertThat(listed(query(null, null, null, "q2", null))).containsExactly(c, b);
        assertThat(listed(query(null, null, null, null, "y"))).containsExactly(b, a);
        assertThat(listed(query("a", null, null, "q2", null))).containsExactly(c);
        assertThat(listed(query("a", null, null, "q2", "x"))).isEmpty();
    }

    private static JobQuery query(
            @Nullable String type,
            @Nullable UUID template,
            @Nullable UUID schedule,
            @Nullable String queue,
            @Nullable String tag) {
        return new JobQuery(Set.of(), type, template, schedule, queue, tag, null, null, Order.CREATED_DESC, null, 1);
    }

    @Test
    void jobsAreFilteredByWhenTheyWereMade() {
        Instant start = clock.instant();
        UUID early = given.queued().id();
        pass(seconds(10));
        UUID middle = given.queued().id();
        pass(seconds(10));
        UUID late = given.queued().id();
        for (Order order : List.of(Order.CREATED_ASC, Order.CREATED_DESC)) {
            assertThat(listed(between(start.plusSeconds(5), null, order))).containsExactlyInAnyOrder(middle, late);
            assertThat(listed(between(null, start.plusSeconds(15), order))).containsExactlyInAnyOrder(early, middle);
            assertThat(listed(between(start.plusSeconds(5), start.plusSeconds(15), order)))
                    .containsExactly(middle);
        }
    }

    private static JobQuery between(@Nullable Instant after, @Nullable Instant before, Order order) {
        return JobQuery.builder()
                .createdAfter(after)
                .createdBefore(before)
                .order(order)
                .limit(1)
                .build();
    }

    @Test
    void theLiveJobsOfAScheduleAreFoundOldestFirst() {
        UUID schedule = given.id();
        NodeInfo node = given.node();
        given.queued(given.job().schedule(schedule));
        given.applied(steps.complete(given.started(node), node));
        JobSpec running = given.queued(given.job().schedule(schedule));
        given.started(node);
        JobSpec claimed = given.queued(given.job().schedule(schedule));
        given.claimOne(node);
        pass(seconds(1));
        JobSpec delayed = given.queued(given.job().schedule(schedule).dueIn(seconds(60)));
        JobSpec cancelled = given.queued(given.job().schedule(schedule));
        given.applied(steps.cancel(given.job(cancelled.id())));
        given.queued(given.job().schedule(given.id()));
        assertThat(store.liveJobsOf(List.of(schedule), 10))
                .extracting(Job::id)
                .containsExactly(running.id(), claimed.id(), delayed.id());
        assertThat(store.liveJobsOf(List.of(schedule), 2))
                .extracting(Job::id)
                .containsExactly(running.id(), claimed.id());
        assertThat(store.liveJobsOf(List.of(given.id()), 2)).isEmpty();
    }

    @Test
    void aCursorThatNobodyGaveIsRefusedAsBadInput() {
        for (String cursor : List.of("", "x", "AAAA", "%%%", "MTIz".repeat(50))) {
            assertThatThrownBy(() -> store.listJobs(JobQuery.all(1).from(cursor)))
                    .as(cursor)
                    .isInstanceOf(InvalidRequestException.class);
        }
    }

    /** Databases refuse NUL in text. */
    @Test
    void textThatNoDatabaseTakesMatchesNothing() {
        given.queued();
        for (Set<JobStatus> statuses : List.of(Set.<JobStatus>of(), Set.of(JobStatus.QUEUED))) {
            assertThat(listed(query("echo\0", null, null, null, null).withStatuses(statuses)))
                    .isEmpty();
            assertThat(listed(query(null, null, null, "default\0", null).withStatuses(statuses)))
                    .isEmpty();
            assertThat(listed(query(null, null, null, null, "\0").withStatuses(statuses)))
                    .isEmpty();
        }
    }
}
