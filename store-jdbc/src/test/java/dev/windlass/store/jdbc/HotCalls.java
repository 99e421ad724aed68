package dev.windlass.store.jdbc;

import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.RunQuery;
import dev.windlass.job.Schedule;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.IdempotencyRecord;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.Submission;
import dev.windlass.spi.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is called for each job, each second or each poll, by name: one job, run or resource among however many there are. */
final class HotCalls {

    private final JdbcJobStore store;
    private final NodeInfo node;
    private int keys;

    HotCalls(JdbcJobStore store, NodeInfo node) {
        this.store = store;
        this.node = node;
    }

    /** In the order that they need. */
    Map<String, Runnable> all() {
        Map<String, Runnable> calls = new LinkedHashMap<>();
        JobSpec job = Sample.job(Sample.TYPE, 9, Instant.now().minusSeconds(1), false);
        IdempotencyRecord key = new IdempotencyRecord(
                "hot",
                "key-" + node.id() + keys++,
                new byte[1],
                new byte[1],
                Instant.now().plusSeconds(600));
        calls.put("submit with a key", () -> submit(new Submission(List.of(job), null, null, key, List.of())));
        calls.put("find a reply", () -> store.findReply("hot", key.key()));
        calls.put("place of a job", () -> store.position(job.id(), 10));
        ClaimedRun[] claimed = new ClaimedRun[1];
        calls.put("claim", () -> claimed[0] = Sample.claim(store, node, 1).get(0));
        calls.put("start", () -> store.apply(List.of(Sample.start(claimed[0]))));
        calls.put("keep a chunk", () -> store.writeChunk(claimed[0].token(), "a", 0, new byte[1]));
        calls.put("read a chunk", () -> store.readChunks(claimed[0].token().runId(), "a", 0));
        calls.put("find a live job", () -> store.findJob(job.id()));
        calls.put("find a live run", () -> store.findRun(claimed[0].token().runId()));
        calls.put(
                "stamps",
                () -> store.stamps(List.of(job.id(), claimed[0].token().runId())));
        calls.put(
                "ask to cancel",
                () -> store.apply(List.of(new Transition.RequestCancel(job.id(), Instant.now(), "enough", List.of()))));
        calls.put(
                "cancel requests",
                () -> store.cancelRequests(List.of(claimed[0].token().runId())));
        calls.put("end", () -> store.apply(Sample.completed(node, List.of(claimed[0]))));
        calls.put("find an ended job", () -> store.findJob(job.id()));
        calls.put("runs of a job", () -> store.listRuns(RunQuery.ofJob(job.id(), null, 10)));
        calls.put("newest jobs", () -> store.listJobs(JobQuery.all(10)));
        calls.put("newest runs", () -> store.listRuns(RunQuery.finished(10)));
        for (JobStatus status : List.of(JobStatus.COMPLETED, JobStatus.CANCELLED)) {
            calls.put("newest " + status, () -> store.listJobs(JobQuery.all(10).withStatuses(Set.of(status))));
        }
        addWaiting(calls);
        addSchedules(calls);
        calls.put("upcoming", store::upcoming);
        calls.put("lease", () -> store.renew(node, Duration.ofMinutes(10)));
        calls.put("prune nothing", () -> store.prune(Instant.now(), 10));
        return calls;
    }

    private void addWaiting(Map<String, Runnable> calls) {
        JobSpec job = Sample.job(Sample.TYPE, 0, Instant.now().plusSeconds(3_600), true);
        JobSpec due = Sample.job(Sample.TYPE, 9, Instant.now().minusMillis(1), true);
        calls.put("submit for later", () -> submit(Sample.submission(job)));
        calls.put(
                "move",
                () -> store.apply(
                        List.of(new Transition.Move(job.id(), 0, job.dueAt(), 1, job.dueAt(), true, Instant.now()))));
        calls.put(
                "cancel",
                () -> store.apply(List.of(cancel(store.findJob(job.id()).orElseThrow()))));
        calls.put("submit for now", () -> submit(Sample.submission(due)));
        calls.put(
                "claim what is due, give it back",
                () -> Sample.claim(store, node, 1)
                        .forEach(claim -> store.apply(List.of(new Transition.Release(claim.token(), false)))));
    }

    private static Transition cancel(Job job) {
        return new Transition.CancelQueued(
                job.id(), job.starts(), Instant.now(), "enough", Instant.now().plus(Sample.KEPT), List.of());
    }

    private void addSchedules(Map<String, Runnable> calls) {
        Instant due = Instant.parse("2026-01-01T00:00:00Z");
        JobTemplate template = Sample.template("hot-" + Sample.id(), due);
        Schedule schedule = Sample.schedule(template, due);
        calls.put("make a template", () -> submit(new Submission(List.of(), null, template, null, List.of())));
        calls.put("make a schedule", () -> submit(new Submission(List.of(), null, schedule, null, List.of())));
        calls.put("find a schedule", () -> store.find(Schedule.class, schedule.id()));
        calls.put(
                "schedules of a template",
                () -> store.list(
                        Schedule.class, Map.of("template_id", template.id().toString()), null, 10));
        calls.put("due schedules", () -> store.dueSchedules(due, null, 10));
        calls.put("live jobs of a schedule", () -> store.liveJobsOf(List.of(schedule.id()), 10));
        calls.put("fire", () -> fire(schedule, due));
        calls.put("delete a schedule", () -> store.delete(Schedule.class, schedule.id(), null));
        calls.put("delete a template", () -> store.delete(JobTemplate.class, template.id(), null));
    }

    private void fire(Schedule schedule, Instant due) {
        store.fire(List.of(new dev.windlass.spi.Firing(
                schedule.id(), schedule.version(), due, due.plus(Duration.ofDays(9_999)), List.of())));
    }

    private void submit(Submission submission) {
        store.submit(List.of(submission), Long.MAX_VALUE);
    }
}
