package dev.windlass.internal.schedule;

import dev.windlass.cron.FirePlan;
import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.Schedule;
import dev.windlass.job.Trigger;
import dev.windlass.spi.Firing;
import dev.windlass.spi.JobStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Decides what a due schedule does: which of its instants fire, and whether each makes a job or a skipped one. */
final class FireComposer {

    /** A fire that is later than this is a misfire. Longer than a restart takes or a node needs to take over from another. */
    static final Duration GRACE = Duration.ofSeconds(60);

    /** Most instants that one step makes up for. */
    static final int MOST_FIRES = 100;

    /** More live jobs of one schedule than are looked at to find one that waits. */
    private static final int LOOK_AT = 100;

    private final JobStore store;
    private final ScheduledJobs jobs;
    private final PlanCache plans;

    FireComposer(JobStore store, ScheduledJobs jobs, PlanCache plans) {
        this.store = store;
        this.jobs = jobs;
        this.plans = plans;
    }

    /** What a batch of due schedules needs to know, read in three statements however many they are. */
    final class Round {

        private final Map<UUID, JobTemplate> templates;
        private final Set<UUID> held;
        private final Instant now;

        Round(List<Schedule> due, Instant now) {
            this.now = now;
            templates =
                    store
                            .findAll(
                                    JobTemplate.class,
                                    due.stream().map(Schedule::templateId).collect(Collectors.toSet()))
                            .stream()
                            .collect(Collectors.toMap(JobTemplate::id, Function.identity()));
            held = live(due, Schedule.Overlap.SKIP, 1, job -> true);
            held.addAll(live(due, Schedule.Overlap.QUEUE_ONE, LOOK_AT, job -> job.status() == JobStatus.QUEUED));
        }

        /** @param schedule one of the batch */
        Firing compose(Schedule schedule) {
            FirePlan plan = plans.of(schedule);
            Instant first = Objects.requireNonNull(schedule.nextFireAt(), "a due schedule has an instant");
            List<Firing.Fire> fires = new ArrayList<>();
            boolean isHeld = held.contains(schedule.id());
            for (Instant fireAt : chosen(schedule, plan, first, now)) {
                JobSpec job = jobs.newJob(schedule, templates.get(schedule.templateId()), fireAt, Trigger.SCHEDULE);
                fires.add(isHeld ? skipped(schedule, job, fireAt, now) : queued(job, fireAt));
                isHeld = isHeld || schedule.overlap() != Schedule.Overlap.ALLOW;
            }
            return new Firing(
                    schedule.id(),
                    schedule.version(),
                    first,
                    plan.nextAfter(now).orElse(null),
                    fires);
        }
    }

    /** Those of the schedules with this policy that have such a live job. */
    private Set<UUID> live(List<Schedule> due, Schedule.Overlap policy, int lookAt, Predicate<Job> which) {
        List<UUID> ids = due.stream()
                .filter(schedule -> schedule.overlap() == policy)
                .map(Schedule::id)
                .toList();
        List<Job> live = ids.isEmpty() ? List.of() : store.liveJobsOf(ids, lookAt);
        return live.stream()
                .filter(which)
                .map(job -> Objects.requireNonNull(job.spec().scheduleId()))
                .collect(Collectors.toCollection(HashSet::new));
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

    private Firing.Fire queued(JobSpec job, Instant fireAt) {
        return new Firing.Fire(fireAt, job, null, null, jobs.queuedEvents(job));
    }

    private Firing.Fire skipped(Schedule schedule, JobSpec spec, Instant fireAt, Instant now) {
        Instant expiresAt = now.plus(spec.retention());
        JobRun run = SkippedFire.run(jobs.newId(), spec, schedule.overlap(), now, expiresAt);
        Job job = SkippedFire.job(spec, run);
        return new Firing.Fire(fireAt, spec, run, expiresAt, jobs.skippedEvents(job, run));
    }
}
