package dev.windlass.examples;

import dev.windlass.JobTemplates;
import dev.windlass.Schedules;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.job.Schedule;
import dev.windlass.store.memory.MemoryJobStore;
import dev.windlass.testing.ManualScheduler;
import dev.windlass.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A report at half past two each night, over the night in which Berlin's clocks jump from two to three: it runs after the gap. */
public final class NightlyReport {

    private NightlyReport() {}

    public static void main(String[] args) {
        SettableClock clock = new SettableClock(Instant.parse("2026-03-28T00:00:00Z"));
        JobType<Json> report = JobType.of("report", Json.class, (params, context) -> RunResult.completed(params));
        try (MemoryJobStore store = new MemoryJobStore(clock);
                ManualScheduler manual = new ManualScheduler(store, clock, List.of(report))) {
            JobTemplate template = manual.scheduler()
                    .templates()
                    .create(new JobTemplates.Draft(
                            "nightly-report", "report", new Json("{\"pages\":3}"), null, null, null));
            Schedule schedule = manual.scheduler()
                    .schedules()
                    .create(new Schedules.Draft(
                            template.id(), "30 2 * * *", null, "Europe/Berlin", true, null, null, null));
            manual.scheduler()
                    .schedules()
                    .next(schedule.id(), 3, clock.instant())
                    .forEach(System.out::println);

            manual.advance(Duration.ofDays(3));
            manual.scheduler()
                    .jobs()
                    .list(JobQuery.all(10).withOrder(JobQuery.Order.CREATED_ASC))
                    .items()
                    .forEach(job -> System.out.println(job.status() + " " + job.startedAt() + " " + job.result()));
        }
    }
}
