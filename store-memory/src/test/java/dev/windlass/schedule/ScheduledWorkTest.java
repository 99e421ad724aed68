package dev.windlass.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobScheduler;
import dev.windlass.JobTemplates;
import dev.windlass.Schedules;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.JobType;
import dev.windlass.job.RunResult;
import dev.windlass.job.Schedule;
import dev.windlass.job.Schedule.Overlap;
import dev.windlass.job.Trigger;
import dev.windlass.store.memory.MemoryJobStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A whole scheduler with threads and the real clock. */
@Tag("C3")
class ScheduledWorkTest {

    @Test
    void everySecondMeansEverySecondAndOnTime() {
        List<Instant> starts = new CopyOnWriteArrayList<>();
        try (JobScheduler scheduler = scheduler(starts).start()) {
            Schedule schedule = scheduler.schedules().create(everySecond(scheduler));
            await().atMost(Duration.ofSeconds(20)).until(() -> starts.size() >= 4);
            scheduler.schedules().delete(schedule.id(), null);
        }
        List<Instant> seconds = starts.stream()
                .map(start -> Instant.ofEpochSecond(start.getEpochSecond()))
                .toList();
        assertThat(seconds).doesNotHaveDuplicates();
        for (int i = 1; i < seconds.size(); i++) {
            assertThat(Duration.between(seconds.get(i - 1), seconds.get(i))).isEqualTo(Duration.ofSeconds(1));
        }
        // Never early; the mark for an idle machine is 50 ms, which a busy one cannot hold.
        assertThat(starts).allSatisfy(start -> assertThat(start.getNano()).isLessThan(900_000_000));
    }

    @Test
    void aScheduleThatIsRunByHandLeavesAManualRun() throws InterruptedException {
        try (JobScheduler scheduler = scheduler(new CopyOnWriteArrayList<>()).start()) {
            Schedule schedule = scheduler.schedules().create(everySecond(scheduler));
            var job = scheduler.schedules().runNow(schedule.id());
            assertThat(scheduler.jobs().await(job.id(), Duration.ofSeconds(10)).status())
                    .isEqualTo(JobStatus.COMPLETED);
            assertThat(job.spec().trigger()).isEqualTo(Trigger.MANUAL);
        }
    }

    private static JobScheduler.Builder scheduler(List<Instant> starts) {
        return JobScheduler.builder(new MemoryJobStore())
                .register(JobType.of("tick", Object.class, (params, context) -> {
                    starts.add(Instant.now());
                    return RunResult.completed();
                }));
    }

    private static Schedules.Draft everySecond(JobScheduler scheduler) {
        JobTemplate template =
                scheduler.templates().create(new JobTemplates.Draft("tick", "tick", null, null, null, null));
        return new Schedules.Draft(
                template.id(), "* * * * * *", "spring", "Europe/Berlin", true, null, Overlap.ALLOW, null);
    }
}
