package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.Schedules.Draft;
import dev.windlass.internal.schedule.ScheduleTicker;
import dev.windlass.job.ConflictException;
import dev.windlass.job.Json;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.Schedule;
import dev.windlass.job.Schedule.Misfire;
import dev.windlass.job.Schedule.Overlap;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a change of a schedule does to its next instant. */
@Tag("C3")
class ScheduleChangesTest extends ScheduleFixture {

    private final ScheduleTicker ticker = new ScheduleTicker(store, jobs, clock);

    @Test
    void aDisabledScheduleHasNoNextTime() {
        Schedule schedule = schedules.create(daily(true));
        Schedule off = schedules.update(schedule.id(), 1L, draft -> draft.withEnabled(false));
        assertThat(off.nextFireAt()).isNull();
        assertThat(off.version()).isEqualTo(2);
    }

    @Test
    void itIsDisabledAndEnabledByItsId() {
        Schedule schedule = schedules.create(daily(true));
        assertThat(schedules.enable(schedule.id())).as("it is enabled").isEqualTo(schedule);
        Schedule off = schedules.disable(schedule.id());
        assertThat(off.enabled()).isFalse();
        assertThat(schedules.disable(schedule.id())).as("it is disabled").isEqualTo(off);
        clock.set("2026-11-24T00:00:00Z");
        Schedule on = schedules.enable(schedule.id());
        assertThat(on.nextFireAt()).isEqualTo("2026-11-24T01:30:00Z");
        assertThat(on.version()).isEqualTo(3);
        assertThatThrownBy(() -> schedules.disable(template.id())).isInstanceOf(NotFoundException.class);
    }

    @Test
    void oneThatIsEnabledAgainDoesNotFireForTheTimeItWasOff() {
        Schedule schedule = hourlyOffForAWhile(Misfire.FIRE_ONCE);
        assertThat(schedules
                        .update(schedule.id(), null, draft -> draft.withEnabled(true))
                        .nextFireAt())
                .isEqualTo("2026-11-25T15:00:00Z");
        ticker.runOnce();
        assertThat(jobsOf(schedule)).hasSize(1);
    }

    @Test
    void withFireAllItMakesUpForTheTimeItWasOff() {
        Schedule schedule = hourlyOffForAWhile(Misfire.FIRE_ALL);
        assertThat(schedules
                        .update(schedule.id(), null, draft -> draft.withEnabled(true))
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
        schedules.update(schedule.id(), null, draft -> draft.withEnabled(false));
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
        schedules.update(schedule.id(), 1L, draft -> draft.withEnabled(false));
        assertThatThrownBy(() -> schedules.update(schedule.id(), 1L, draft -> draft.withEnabled(true)))
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
        assertThatThrownBy(() -> templates.delete(template.id(), null)).isInstanceOf(ConflictException.class);
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
}
