package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.Schedules.Draft;
import dev.windlass.internal.Engine;
import dev.windlass.internal.schedule.ScheduleTicker;
import dev.windlass.job.ConflictException;
import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.RunResult;
import dev.windlass.job.Schedule;
import dev.windlass.job.Schedule.Misfire;
import dev.windlass.job.Schedule.Overlap;
import dev.windlass.job.Settings;
import dev.windlass.store.memory.MemoryJobStore;
import dev.windlass.tck.schedule.PlainJobs;
import dev.windlass.tck.schedule.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a change of a schedule does to its next instant. */
@Tag("C3")
class ScheduleChangesTest {

    private final VirtualClock clock = new VirtualClock("2026-11-22T13:07:05Z");
    private final MemoryJobStore store = new MemoryJobStore(clock);
    private final Engine engine = new Engine(new Engine.Parts(
            store,
            List.of(JobType.of("report", Object.class, (params, context) -> RunResult.completed())),
            Settings.DEFAULTS,
            List.of(),
            null,
            clock,
            new Random(1)));
    private final PlainJobs jobs = new PlainJobs(clock);
    private final AtomicInteger changes = new AtomicInteger();
    private final Schedules schedules = new Schedules(engine, jobs, changes::incrementAndGet);
    private final JobTemplate template =
            new JobTemplates(engine).create(new JobTemplates.Draft("daily", "report", null, null, null, null));
    private final ScheduleTicker ticker = new ScheduleTicker(store, jobs, clock);

    @Test
    void aDisabledScheduleHasNoNextTime() {
        Schedule schedule = schedules.create(daily(true));
        Schedule off = schedules.update(schedule.id(), 1L, draft -> enabled(draft, false));
        assertThat(off.nextFireAt()).isNull();
        assertThat(off.version()).isEqualTo(2);
    }

    @Test
    void oneThatIsEnabledAgainDoesNotFireForTheTimeItWasOff() {
        Schedule schedule = hourlyOffForAWhile(Misfire.FIRE_ONCE);
        assertThat(schedules
                        .update(schedule.id(), null, draft -> enabled(draft, true))
                        .nextFireAt())
                .isEqualTo("2026-11-25T15:00:00Z");
        ticker.runOnce();
        assertThat(jobsOf(schedule)).hasSize(1);
    }

    @Test
    void withFireAllItMakesUpForTheTimeItWasOff() {
        Schedule schedule = hourlyOffForAWhile(Misfire.FIRE_ALL);
        assertThat(schedules
                        .update(schedule.id(), null, draft -> enabled(draft, true))
                        .nextFireAt())
                .isEqualTo("2026-11-22T15:00:00Z");
        ticker.runOnce();
        assertThat(jobsOf(schedule)).hasSize(1 + 72);
    }

    /** Fires at 14:00, is off from 14:00:05 for three days. */
    private Schedule hourlyOffForAWhile(Misfire misfire) {
        Schedule schedule =
                schedules.create(new Draft(template.id(), "@hourly", null, null, true, misfire, Overlap.ALLOW, null));
        clock.set("2026-11-22T14:00:05Z");
        ticker.runOnce();
        schedules.update(schedule.id(), null, draft -> enabled(draft, false));
        clock.advance(Duration.ofDays(3));
        ticker.runOnce();
        assertThat(jobsOf(schedule)).hasSize(1);
        return schedule;
    }

    @Test
    void anotherCronCountsFromNow() {
        Schedule schedule = schedules.create(daily(true));
        clock.set("2026-11-24T00:00:00Z");
        assertThat(schedules
                        .update(schedule.id(), null, draft -> cron(draft, "0 12 * * *"))
                        .nextFireAt())
                .isEqualTo("2026-11-24T11:00:00Z");
    }

    @Test
    void anythingElseLeavesTheNextTimeAlone() {
        Schedule schedule = schedules.create(daily(true));
        clock.set("2026-11-24T00:00:00Z");
        Schedule changed = schedules.update(
                schedule.id(),
                null,
                d -> new Draft(
                        d.templateId(),
                        d.cron(),
                        d.cronType(),
                        d.timezone(),
                        true,
                        Misfire.SKIP,
                        Overlap.ALLOW,
                        d.dst()));
        assertThat(changed.nextFireAt()).isEqualTo(schedule.nextFireAt());
        assertThat(changed.misfire()).isEqualTo(Misfire.SKIP);
    }

    @Test
    void aStaleVersionIsRefused() {
        Schedule schedule = schedules.create(daily(true));
        schedules.update(schedule.id(), 1L, draft -> enabled(draft, false));
        assertThatThrownBy(() -> schedules.update(schedule.id(), 1L, draft -> enabled(draft, true)))
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> schedules.delete(schedule.id(), 1L)).isInstanceOf(ConflictException.class);
        schedules.delete(schedule.id(), 2L);
        assertThat(schedules.find(schedule.id())).isEmpty();
        assertThatThrownBy(() -> schedules.delete(schedule.id(), null)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> schedules.update(schedule.id(), null, draft -> draft))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    @Tag("C2")
    void aTemplateInUseCannotBeDeletedAndItsChangeReachesLaterJobsOnly() {
        Schedule schedule =
                schedules.create(new Draft(template.id(), "* * * * *", null, null, true, null, Overlap.ALLOW, null));
        JobTemplates templates = new JobTemplates(engine);
        assertThatThrownBy(() -> templates.delete(template.id())).isInstanceOf(ConflictException.class);
        clock.advance(Duration.ofMinutes(1));
        ticker.runOnce();
        templates.update(
                template.id(),
                null,
                d -> new JobTemplates.Draft(d.name(), d.jobType(), Json.of(Map.of("n", 2)), null, null, null));
        clock.advance(Duration.ofMinutes(1));
        ticker.runOnce();
        assertThat(jobsOf(schedule))
                .extracting(job -> job.spec().params().text())
                .containsExactly("{}", "{\"n\":2}");
    }

    private Draft daily(boolean enabled) {
        return new Draft(template.id(), "30 2 * * *", "unix", "Europe/Berlin", enabled, null, null, null);
    }

    private static Draft enabled(Draft d, boolean enabled) {
        return new Draft(
                d.templateId(), d.cron(), d.cronType(), d.timezone(), enabled, d.misfire(), d.overlap(), d.dst());
    }

    private static Draft cron(Draft d, String cron) {
        return new Draft(
                d.templateId(), cron, d.cronType(), d.timezone(), d.enabled(), d.misfire(), d.overlap(), d.dst());
    }

    private List<Job> jobsOf(Schedule schedule) {
        return store.listJobs(JobQuery.all(500).withOrder(JobQuery.Order.CREATED_ASC)).items().stream()
                .filter(job -> schedule.id().equals(job.spec().scheduleId()))
                .toList();
    }
}
