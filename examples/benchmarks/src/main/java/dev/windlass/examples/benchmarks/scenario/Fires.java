package dev.windlass.examples.benchmarks.scenario;

import dev.windlass.JobScheduler;
import dev.windlass.JobTemplates;
import dev.windlass.Schedules;
import dev.windlass.examples.benchmarks.contender.Setting;
import dev.windlass.examples.benchmarks.contender.WindlassContender;
import dev.windlass.examples.benchmarks.measure.Latencies;
import dev.windlass.examples.benchmarks.measure.Output;
import dev.windlass.examples.benchmarks.measure.Pause;
import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.Page;
import dev.windlass.job.RunResult;
import dev.windlass.job.Schedule.Overlap;
import dev.windlass.spi.JobStore;
import java.time.Duration;
import java.time.Instant;

/** How late the jobs of schedules start that fire every second; a negative minimum is one that started early. Windlass only. */
final class Fires implements Scenario {

    @Override
    public void run(String name, Setting setting, Output out) throws Exception {
        int schedules = setting.number("schedules", 1);
        int warmUp = setting.number("warm-up", 20);
        int seconds = setting.number("seconds", 60);
        try (JobStore store = WindlassContender.open(setting.url());
                JobScheduler scheduler = JobScheduler.builder(store)
                        .register(JobType.of("noop", Json.class, (params, run) -> RunResult.completed()))
                        .start()) {
            JobTemplate template = scheduler
                    .templates()
                    .create(new JobTemplates.Draft("every second", "noop", new Json("{}"), null, null, null));
            for (int i = 0; i < schedules; i++) {
                scheduler
                        .schedules()
                        .create(new Schedules.Draft(
                                template.id(), "* * * * * ?", "quartz", null, true, null, Overlap.ALLOW, null));
            }
            Pause.millis(warmUp * 1_000L);
            Instant from = Instant.now();
            Pause.millis(seconds * 1_000L);
            Latencies late = latencies(scheduler, from);
            late.report(out, "");
            out.put("samples", late.count());
        }
    }

    private static Latencies latencies(JobScheduler scheduler, Instant from) {
        Latencies late = new Latencies();
        Page<Job> page = scheduler.jobs().list(JobQuery.all(500));
        while (true) {
            for (Job job : page.items()) {
                Instant startedAt = job.startedAt();
                if (startedAt != null && job.spec().dueAt().isAfter(from)) {
                    late.add(Duration.between(job.spec().dueAt(), startedAt).toNanos());
                }
            }
            if (page.next() == null) {
                return late;
            }
            page = scheduler.jobs().list(JobQuery.all(500).from(page.next()));
        }
    }
}
