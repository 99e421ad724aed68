package dev.windlass.tck.schedule;

import dev.windlass.cron.FirePlan;
import dev.windlass.internal.schedule.ScheduleTicker;
import dev.windlass.job.DstPolicy;
import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.Json;
import dev.windlass.job.Page;
import dev.windlass.job.Resource;
import dev.windlass.job.Schedule;
import dev.windlass.job.Schedule.CronType;
import dev.windlass.job.Schedule.Misfire;
import dev.windlass.job.Schedule.Overlap;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A store with one template and a clock of its own. */
public final class World {

    public final VirtualClock clock;
    public final JobStore store;
    public final JobTemplate template;
    public final PlainJobs jobs;

    /** @param stores makes an empty store that reads this clock */
    public World(String start, Function<InstantSource, JobStore> stores) {
        clock = new VirtualClock(start);
        store = stores.apply(clock);
        jobs = new PlainJobs(clock);
        Instant now = clock.instant();
        template = new JobTemplate(
                PlainJobs.nextId(), "report", "report", Json.EMPTY_OBJECT, null, null, null, 1, now, now);
        submit(template);
    }

    public ScheduleTicker ticker() {
        return new ScheduleTicker(store, jobs, clock);
    }

    public Schedule schedule(String cron, String zone, Misfire misfire, Overlap overlap) {
        Instant next = FirePlan.of(cron, CronType.UNIX, ZoneId.of(zone), DstPolicy.DEFAULT)
                .nextAfter(clock.instant())
                .orElseThrow();
        return schedule(cron, zone, misfire, overlap, next);
    }

    public Schedule schedule(String cron, String zone, Misfire misfire, Overlap overlap, @Nullable Instant next) {
        Instant now = clock.instant();
        Schedule schedule = new Schedule(
                PlainJobs.nextId(),
                template.id(),
                cron,
                CronType.UNIX,
                ZoneId.of(zone),
                true,
                misfire,
                overlap,
                DstPolicy.DEFAULT,
                next,
                null,
                1,
                now,
                now);
        submit(schedule);
        return schedule;
    }

    public void submit(Resource resource) {
        List<SubmitResult> results =
                store.submit(List.of(new Submission(List.of(), null, resource, null, List.of())), 1_000_000);
        if (!(results.get(0) instanceof SubmitResult.Accepted)) {
            throw new IllegalStateException(results.toString());
        }
    }

    public Schedule now(Schedule schedule) {
        return store.find(Schedule.class, schedule.id()).orElseThrow();
    }

    /** The jobs that a schedule made, oldest instant first. */
    public List<Job> jobsOf(Schedule schedule) {
        List<Job> found = new ArrayList<>();
        JobQuery query = JobQuery.builder()
                .scheduleId(schedule.id())
                .order(JobQuery.Order.CREATED_ASC)
                .limit(500)
                .build();
        Page<Job> page = store.listJobs(query);
        found.addAll(page.items());
        while (page.next() != null) {
            page = store.listJobs(query.from(page.next()));
            found.addAll(page.items());
        }
        found.sort(Comparator.comparing(job -> job.spec().dueAt()));
        return found;
    }

    /** The instants that a schedule fired at, each as often as it fired. */
    public List<Instant> instantsOf(Schedule schedule) {
        return jobsOf(schedule).stream().map(job -> job.spec().dueAt()).toList();
    }
}
