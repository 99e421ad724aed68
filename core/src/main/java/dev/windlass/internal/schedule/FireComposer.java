package dev.windlass.internal.schedule;

import dev.windlass.cron.FirePlan;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Schedule;
import dev.windlass.job.Trigger;
import dev.windlass.spi.Firing;
import dev.windlass.spi.QueueStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Decides what a due schedule does: which of its instants fire, and whether each makes a job or a skipped one. */
final class FireComposer {

    /** A fire that is later than this is a misfire. Longer than a restart takes or a node needs to take over from another. */
    static final Duration GRACE = Duration.ofSeconds(60);

    /** Most instants that one step makes up for. */
    static final int MOST_FIRES = 100;

    /** More live jobs of one schedule than are looked at to find one that waits. */
    private static final int LOOK_AT = 100;

    private final QueueStore queue;
    private final ScheduledJobs jobs;
    private final PlanCache plans;

    FireComposer(QueueStore queue, ScheduledJobs jobs, PlanCache plans) {
        this.queue = queue;
        this.jobs = jobs;
        this.plans = plans;
    }

    /** @param schedule due at {@code now} */
    Firing compose(Schedule schedule, Instant now) {
        FirePlan plan = plans.of(schedule);
        Instant first = Objects.requireNonNull(schedule.nextFireAt(), "a due schedule has an instant");
        List<Firing.Fire> fires = new ArrayList<>();
        boolean held = false;
        for (Instant fireAt : chosen(schedule, plan, first, now)) {
            held = held || isHeld(schedule);
            fires.add(held ? skipped(schedule, fireAt, now) : queued(schedule, fireAt));
            held = held || schedule.overlap() != Schedule.Overlap.ALLOW;
        }
        return new Firing(
                schedule.id(), schedule.version(), first, plan.nextAfter(now).orElse(null), fires);
    }

    private static List<Instant> chosen(Schedule schedule, FirePlan plan, Instant first, Instant now) {
        Instant punctual = now.minus(GRACE);
        if (!first.isBefore(punctual)) {
            return DueInstants.latest(plan, first, now, MOST_FIRES);
        }
        return switch (schedule.misfire()) {
            case FIRE_ONCE -> DueInstants.latest(plan, first, now, 1);
            case FIRE_ALL -> DueInstants.latest(plan, first, now, MOST_FIRES);
            case SKIP ->
                DueInstants.latest(plan, first, now, MOST_FIRES).stream()
                        .filter(instant -> !instant.isBefore(punctual))
                        .toList();
        };
    }

    private boolean isHeld(Schedule schedule) {
        return switch (schedule.overlap()) {
            case ALLOW -> false;
            case SKIP -> !queue.liveJobsOf(schedule.id(), 1).isEmpty();
            case QUEUE_ONE ->
                queue.liveJobsOf(schedule.id(), LOOK_AT).stream().anyMatch(job -> job.status() == JobStatus.QUEUED);
        };
    }

    private Firing.Fire queued(Schedule schedule, Instant fireAt) {
        JobSpec job = jobs.newJob(schedule, fireAt, Trigger.SCHEDULE);
        return new Firing.Fire(fireAt, job, null, null, jobs.queuedEvents(job));
    }

    private Firing.Fire skipped(Schedule schedule, Instant fireAt, Instant now) {
        JobSpec spec = jobs.newJob(schedule, fireAt, Trigger.SCHEDULE);
        Instant expiresAt = now.plus(spec.retention());
        JobRun run = SkippedFire.run(jobs.newId(), spec, schedule.overlap(), now, expiresAt);
        Job job = SkippedFire.job(spec, run);
        return new Firing.Fire(fireAt, spec, run, expiresAt, jobs.skippedEvents(job, run));
    }
}
