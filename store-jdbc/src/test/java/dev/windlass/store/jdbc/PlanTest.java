package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.RunQuery;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.NodeInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What each statement reads, by PostgreSQL's own count of rows, on a connection without our planner settings, as a host's pool gives it:
 * first with plans that were made while the tables were empty and without statistics, then with fresh statistics. Rows that are read in
 * vain are what a bad plan costs.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PlanTest {

    private static final int JOBS = 10_000;

    /** Plans become generic after the driver's fifth and the server's next five uses of a statement. */
    private static final int USES = 12;

    private HostedStore host;
    private JdbcJobStore store;
    private NodeInfo node;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void open() throws SQLException {
        host = new HostedStore();
        host.neverAnalyzeByItself("job", "ready", "waiting", "running", "run", "outbox", "delivery", "event");
        store = host.store;
        node = Sample.node(store);
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void noHotStatementReadsMoreThanItNeeds() throws SQLException {
        for (int use = 0; use < USES; use++) {
            useEverything();
        }
        Sample.fill(store, JOBS);
        complete(JOBS / 2);
        assertFrugal("with plans and statistics of empty tables");
        TestPostgres.execute("ANALYZE");
        for (int use = 0; use < USES; use++) {
            useEverything();
        }
        assertFrugal("with plans and statistics of large tables");
    }

    @Test
    void aBatchIsFoundByItsKeysWhateverTheStatisticsSay() throws SQLException {
        Sample.fill(store, JOBS / 2);
        List<ClaimedRun> held = new ArrayList<>();
        while (held.size() < JOBS / 4) {
            held.addAll(Sample.claim(store, node, 500));
        }
        host.pretendThatAllRowsWereDead();
        for (int use = 0; use < USES; use++) {
            store.apply(List.of(Sample.start(held.get(held.size() - 1))));
            store.apply(Sample.completed(node, List.of(held.remove(held.size() - 1))));
            Sample.claim(store, node, 1);
        }
        List<ClaimedRun> some = held.subList(0, 100);
        assertThat(host.rowsRead(
                        () -> store.apply(some.stream().map(Sample::start).toList())))
                .as("rows read to start 100 of %d", held.size())
                .isLessThan(1_000);
        assertThat(host.rowsRead(() -> store.apply(Sample.completed(node, some))))
                .as("rows read to end 100 of %d", held.size())
                .isLessThan(1_000);
        assertThat(host.rowsRead(() -> Sample.claim(store, node, 100)))
                .as("rows read to claim 100 of thousands")
                .isLessThan(1_000);
    }

    @Test
    void aDueJobIsFoundWithoutAReadOfThoseThatAreNotDue() {
        for (int use = 0; use < USES; use++) {
            delayed(1, Duration.ofHours(1));
            Sample.claim(store, node, 1);
        }
        delayed(JOBS / 2, Duration.ofHours(1));
        delayed(1, Duration.ofMillis(200));
        List<ClaimedRun> claimed = new ArrayList<>();
        await().until(() -> {
            assertThat(host.rowsRead(() -> claimed.addAll(Sample.claim(store, node, 1))))
                    .as("rows read by a claim")
                    .isLessThan(150);
            return !claimed.isEmpty();
        });
    }

    private void delayed(int jobs, Duration by) {
        store.submit(
                Stream.generate(() -> Sample.job(Sample.TYPE, 4, Instant.now().plus(by), true))
                        .limit(jobs)
                        .map(Sample::submission)
                        .toList(),
                Long.MAX_VALUE);
    }

    private void complete(int jobs) {
        for (int left = jobs; left > 0; left -= 500) {
            store.apply(Sample.completed(node, Sample.claim(store, node, 500)));
        }
    }

    private void useEverything() {
        store.submit(List.of(Sample.submission(Sample.job())), Long.MAX_VALUE);
        List<ClaimedRun> claimed = Sample.claim(store, node, 1);
        claimed.forEach(claim -> store.apply(List.of(Sample.start(claim))));
        claimed.forEach(claim -> reads(claim.job().id(), claim.token().runId()));
        store.apply(Sample.completed(node, claimed).stream()
                .filter(step -> step instanceof dev.windlass.spi.Transition.Finish)
                .toList());
        store.upcoming();
        store.prune(Instant.now(), 100);
        store.claimDeliveries(Map.of(), 4, 10, Duration.ofSeconds(60), Instant.now());
        for (JobStatus status : EnumSet.range(JobStatus.COMPLETED, JobStatus.CANCELLED)) {
            store.listJobs(JobQuery.all(10).withStatuses(Set.of(status)));
        }
    }

    private void reads(UUID jobId, UUID runId) {
        store.findJob(jobId);
        store.findRun(runId);
        store.stamps(List.of(jobId, runId));
        store.position(jobId, 100);
        store.listRuns(RunQuery.ofJob(jobId, null, 10));
        store.listRuns(RunQuery.finished(10));
        store.listJobs(JobQuery.all(10));
        store.listJobs(JobQuery.all(10).withOrder(JobQuery.Order.CREATED_ASC));
    }

    /** So many rows may each call read, for one of them and whatever it is joined to. */
    private void assertFrugal(String when) throws SQLException {
        Map<String, Long> read = new LinkedHashMap<>();
        List<ClaimedRun> claimed = new ArrayList<>();
        read.put(
                "submit one",
                host.rowsReadBySubmitting(
                        () -> store.submit(List.of(Sample.submission(Sample.job())), Long.MAX_VALUE)));
        read.put("claim ten", host.rowsRead(() -> claimed.addAll(Sample.claim(store, node, 10))));
        assertThat(claimed).hasSize(10);
        read.put("start and end ten", host.rowsRead(() -> store.apply(Sample.completed(node, claimed))));
        Job ended = store.listJobs(JobQuery.all(1).withStatuses(Set.of(JobStatus.COMPLETED)))
                .items()
                .get(0);
        UUID run = java.util.Objects.requireNonNull(ended.lastRunId());
        read.put("find a job", host.rowsRead(() -> store.findJob(ended.id())));
        read.put("find a run", host.rowsRead(() -> store.findRun(run)));
        read.put("stamps of two", host.rowsRead(() -> store.stamps(List.of(ended.id(), run))));
        read.put("runs of a job", host.rowsRead(() -> store.listRuns(RunQuery.ofJob(ended.id(), null, 10))));
        RunQuery firstPage = RunQuery.finished(10);
        var page = store.listRuns(firstPage);
        assertThat(page.items()).extracting(JobRun::status).isNotEmpty();
        read.put("second page of runs", host.rowsRead(() -> store.listRuns(firstPage.from(page.next()))));
        String jobsCursor = store.listJobs(JobQuery.all(10)).next();
        read.put(
                "second page of jobs",
                host.rowsRead(() -> store.listJobs(JobQuery.all(10).from(jobsCursor))));
        JobQuery queue = JobQuery.all(10).withStatuses(Set.of(JobStatus.QUEUED)).withOrder(JobQuery.Order.DISPATCH);
        read.put("queue in dispatch order", host.rowsRead(() -> store.listJobs(queue)));
        String queueCursor = store.listJobs(queue).next();
        read.put("second page of the queue", host.rowsRead(() -> store.listJobs(queue.from(queueCursor))));
        listEnded(read);
        read.put("upcoming", host.rowsRead(() -> store.upcoming()));
        read.put("prune nothing", host.rowsRead(() -> store.prune(Instant.now(), 100)));
        assertThat(read)
                .as(when)
                .allSatisfy((what, rows) -> assertThat(rows)
                        .as("rows read by: %s, %s; all: %s", what, when, read)
                        .isLessThan(150));
    }

    /** Few jobs have ended this way, or none, and thousands that did not were made later. */
    private void listEnded(Map<String, Long> read) throws SQLException {
        for (JobStatus status :
                List.of(JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.SKIPPED, JobStatus.CANCELLED)) {
            JobQuery query = JobQuery.all(10).withStatuses(Set.of(status));
            read.put("jobs that ended " + status, host.rowsRead(() -> store.listJobs(query)));
            JobQuery oldest = query.withOrder(JobQuery.Order.CREATED_ASC);
            read.put("oldest jobs that ended " + status, host.rowsRead(() -> store.listJobs(oldest)));
            String next = store.listJobs(query).next();
            if (next != null) {
                read.put(
                        "second page of jobs that ended " + status,
                        host.rowsRead(() -> store.listJobs(query.from(next))));
            }
        }
        JobQuery all = JobQuery.all(10).withStatuses(EnumSet.range(JobStatus.COMPLETED, JobStatus.CANCELLED));
        read.put("jobs that ended in any way", host.rowsRead(() -> store.listJobs(all)));
    }
}
