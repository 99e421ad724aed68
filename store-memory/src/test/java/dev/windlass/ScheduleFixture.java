package dev.windlass;

import dev.windlass.Schedules.Draft;
import dev.windlass.internal.Engine;
import dev.windlass.internal.JobTypes;
import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.JobType;
import dev.windlass.job.RunResult;
import dev.windlass.job.Schedule;
import dev.windlass.job.Settings;
import dev.windlass.store.memory.MemoryJobStore;
import dev.windlass.tck.schedule.PlainJobs;
import dev.windlass.tck.schedule.VirtualClock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Schedules of one template over a store in memory, by a clock that goes when it is told to. */
abstract class ScheduleFixture {

    final VirtualClock clock = new VirtualClock("2026-11-22T13:07:05Z");
    final MemoryJobStore store = new MemoryJobStore(clock);
    final Engine engine = new Engine(new Engine.Parts(
            store,
            new JobTypes(
                    List.of(JobType.of("report", Object.class, (params, context) -> RunResult.completed())),
                    List.of(),
                    Settings.DEFAULTS.maxAttemptsCap()),
            Settings.DEFAULTS,
            List.of(),
            null,
            clock,
            new Random(1)));
    final PlainJobs jobs = new PlainJobs(clock);
    final AtomicInteger changes = new AtomicInteger();
    final Schedules schedules = new Schedules(engine, jobs, changes::incrementAndGet);
    final JobTemplate template =
            new JobTemplates(engine).create(new JobTemplates.Draft("daily", "report", null, null, null, null));

    final Draft daily(boolean enabled) {
        return new Draft(template.id(), "30 2 * * *", "unix", "Europe/Berlin", enabled, null, null, null);
    }

    static Draft cron(Draft d, String cron) {
        return new Draft(
                d.templateId(), cron, d.cronType(), d.timezone(), d.enabled(), d.misfire(), d.overlap(), d.dst());
    }

    final List<Job> jobsOf(Schedule schedule) {
        return store.listJobs(JobQuery.all(500).withOrder(JobQuery.Order.CREATED_ASC)).items().stream()
                .filter(job -> schedule.id().equals(job.spec().scheduleId()))
                .toList();
    }
}
