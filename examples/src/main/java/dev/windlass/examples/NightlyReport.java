package dev.windlass.examples;

import dev.windlass.JobScheduler;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobType;
import dev.windlass.job.RecurringJob;
import dev.windlass.job.RunResult;
import dev.windlass.job.Schedule;
import dev.windlass.store.memory.MemoryJobStore;
import dev.windlass.testing.ManualScheduler;
import dev.windlass.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** A report at half past two each night, over the night in which Berlin's clocks jump from two to three: it runs after the gap. */
public final class NightlyReport {

    private NightlyReport() {}

    record Report(int pages) {}

    private static final JobType<Report> REPORT =
            JobType.of("report", Report.class, (params, context) -> RunResult.completed(params));

    /** What each node does at each start; all but the first time it finds that nothing is left to do. */
    static Schedule define(JobScheduler scheduler) {
        return scheduler
                .schedules()
                .ensure(RecurringJob.of(
                        "nightly-report", REPORT, new Report(3), "30 2 * * *", ZoneId.of("Europe/Berlin")));
    }

    public static void main(String[] args) {
        SettableClock clock = new SettableClock(Instant.parse("2026-03-28T00:00:00Z"));
        try (MemoryJobStore store = new MemoryJobStore(clock);
                ManualScheduler manual = new ManualScheduler(store, clock, List.of(REPORT))) {
            JobScheduler scheduler = manual.scheduler();
            Schedule schedule = define(scheduler);
            scheduler.schedules().next(schedule.id(), 3, clock.instant()).forEach(System.out::println);

            manual.advance(Duration.ofDays(3));
            JobQuery oldestFirst =
                    JobQuery.builder().order(JobQuery.Order.CREATED_ASC).build();
            scheduler
                    .jobs()
                    .list(oldestFirst)
                    .items()
                    .forEach(job -> System.out.println(job.status() + " " + job.startedAt() + " " + job.result()));
        }
    }
}
