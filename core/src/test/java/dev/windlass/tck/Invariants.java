package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobQuery.Order;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Page;
import dev.windlass.job.RunQuery;
import dev.windlass.job.RunStatus;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.QueueStats;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What holds in every store at every moment when nobody is writing. */
final class Invariants {

    private static final int PAGE = 100;

    private Invariants() {}

    static void check(JobStore store) {
        List<Job> jobs = allJobs(store, Order.CREATED_DESC, Set.of());
        checkOrders(store, jobs);
        jobs.forEach(job -> checkJob(store, job));
        allRuns(store).forEach(run -> checkRun(store, run));
        checkStats(store, jobs);
    }

    static List<Job> allJobs(JobStore store, Order order, Set<JobStatus> statuses) {
        JobQuery query = JobQuery.all(PAGE).withStatuses(statuses).withOrder(order);
        return pages(cursor -> store.listJobs(query.from(cursor)));
    }

    static List<JobRun> allRuns(JobStore store) {
        RunQuery query = new RunQuery(null, Set.of(), null, null, null, null, null, PAGE);
        return pages(cursor -> store.listRuns(query.from(cursor)));
    }

    static <T> List<T> pages(Function<@Nullable String, Page<T>> list) {
        List<T> all = new ArrayList<>();
        String cursor = null;
        do {
            Page<T> page = list.apply(cursor);
            all.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return all;
    }

    private static void checkOrders(JobStore store, List<Job> newestFirst) {
        List<Job> oldestFirst = new ArrayList<>(allJobs(store, Order.CREATED_ASC, Set.of()));
        Collections.reverse(oldestFirst);
        assertThat(ids(oldestFirst)).as("oldest first is newest first reversed").isEqualTo(ids(newestFirst));
        Set<UUID> queued = newestFirst.stream()
                .filter(job -> job.status() == JobStatus.QUEUED)
                .map(Job::id)
                .collect(Collectors.toSet());
        List<Job> dispatch = allJobs(store, Order.DISPATCH, Set.of(JobStatus.QUEUED));
        assertThat(ids(dispatch)).as("the queue in dispatch order").containsExactlyInAnyOrderElementsOf(queued);
        assertThat(dispatch).isSortedAccordingTo(ExpectedOrder.DISPATCH);
    }

    private static List<UUID> ids(List<Job> jobs) {
        return jobs.stream().map(Job::id).toList();
    }

    private static void checkJob(JobStore store, Job job) {
        boolean terminal = job.status().isTerminal();
        assertThat(job.finishedAt() != null)
                .as("%s: ended when it is terminal", job)
                .isEqualTo(terminal);
        assertThat(job.expiresAt() != null)
                .as("%s: expires when it is terminal", job)
                .isEqualTo(terminal);
        assertThat(job.phase() != null)
                .as("%s: has a phase while it runs", job)
                .isEqualTo(job.status() == JobStatus.RUNNING);
        if (job.result() != null) {
            assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        }
        UUID lastRun = job.lastRunId();
        if (lastRun != null) {
            RunStatus run = store.findRun(lastRun).orElseThrow().status();
            boolean running = job.status() == JobStatus.RUNNING;
            assertThat(run == RunStatus.RUNNING)
                    .as("%s: its last run runs", job)
                    .isEqualTo(running);
        } else {
            assertThat(job.status()).isNotIn(JobStatus.RUNNING, JobStatus.COMPLETED, JobStatus.FAILED);
        }
        assertThat(store.findJob(job.id())).contains(job);
    }

    private static void checkRun(JobStore store, JobRun run) {
        boolean terminal = run.status().isTerminal();
        assertThat(run.finishedAt() != null)
                .as("%s: ended when it is terminal", run)
                .isEqualTo(terminal);
        assertThat(run.heartbeatAt() == null)
                .as("%s: beats while it is live", run)
                .isEqualTo(terminal);
        assertThat(run.error() != null)
                .as("%s: an error when it failed", run)
                .isEqualTo(run.status() == RunStatus.FAILED);
        UUID jobId = run.jobId();
        if (jobId != null) {
            assertThat(run.status()).as("%s: only direct runs wait", run).isNotEqualTo(RunStatus.QUEUED);
            assertThat(store.findJob(jobId)).as("the job of %s", run).isPresent();
        }
        assertThat(store.findRun(run.id()).map(JobRun::status)).contains(run.status());
    }

    private static void checkStats(JobStore store, List<Job> jobs) {
        QueueStats stats = store.queueStats();
        long queued =
                jobs.stream().filter(job -> job.status() == JobStatus.QUEUED).count();
        assertThat(stats.ready() + stats.delayed())
                .as("%s: counts what is QUEUED", stats)
                .isEqualTo(queued);
    }
}
