package dev.windlass;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.windlass.Schedules.Draft;
import dev.windlass.job.ConflictException;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Job;
import dev.windlass.job.NotFoundException;
import dev.windlass.job.Schedule;
import dev.windlass.job.Schedule.CronType;
import dev.windlass.job.Schedule.Misfire;
import dev.windlass.job.Schedule.Overlap;
import dev.windlass.job.Trigger;
import dev.windlass.job.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ObjectAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("C3")
class SchedulesTest extends ScheduleFixture {

    @Test
    void aScheduleSaysWhenItFiresNext() {
        Schedule schedule = schedules.create(daily(true));
        assertThat(schedules.find(schedule.id())).hasValue(schedule);
        assertThat(schedule.nextFireAt()).isEqualTo("2026-11-23T01:30:00Z");
        assertThat(schedule.lastFireAt()).isNull();
        assertThat(schedule.version()).isEqualTo(1);
        assertThat(schedule.misfire()).isEqualTo(Misfire.FIRE_ONCE);
        assertThat(schedule.overlap()).isEqualTo(Overlap.SKIP);
        assertThat(changes).hasValue(1);
    }

    @Test
    void unixAndUtcAreTheDefaults() {
        Schedule schedule = schedules.create(new Draft(template.id(), " @daily ", null, null, true, null, null, null));
        assertThat(schedule.cronType()).isEqualTo(CronType.UNIX);
        assertThat(schedule.zone().getId()).isEqualTo("UTC");
        assertThat(schedule.cron()).isEqualTo("@daily");
    }

    @Test
    void theNextTimesAreGivenInTheirOwnOffset() {
        Schedule schedule = schedules.create(daily(false));
        assertThat(schedules.next(schedule.id(), 2, Instant.parse("2027-03-27T12:00:00Z")))
                .extracting(time -> time.toOffsetDateTime().toString())
                .containsExactly("2027-03-28T03:00+02:00", "2027-03-29T02:30+02:00");
        refused(() -> schedules.next(schedule.id(), 101, clock.instant()))
                .isEqualTo(List.of(new Violation("/count", "must be between 1 and 100, but is 101")));
    }

    @Nested
    class BadInput {

        @ParameterizedTest
        @CsvSource({
            "61 * * * *, unix, UTC, /cron, 'minute must be 0–59, but is 61'",
            "0 0 31 2 *, unix, UTC, /cron, '`0 0 31 2 *` never fires: there is no such date'",
            "0 0 * * *, unix, Mars/Phobos, /timezone, 'there is no IANA time zone `Mars/Phobos`'",
            "0 0 * * *, cron4j, UTC, /cron_type, 'must be unix, quartz or spring'",
            "0 0 0 1 1 ? 2020, quartz, UTC, /cron, 'names no time that is still to come'",
        })
        void isNamed(String cron, String type, String zone, String pointer, String detail) {
            refused(() -> schedules.create(new Draft(template.id(), cron, type, zone, true, null, null, null)))
                    .isEqualTo(List.of(new Violation(pointer, detail)));
            assertThat(schedules.list(Map.of(), null, 10).items()).isEmpty();
        }

        @Test
        void isNamedAllAtOnce() {
            UUID nowhere = UUID.randomUUID();
            refused(() -> schedules.create(new Draft(nowhere, "x", "unix", "+02:00", true, null, null, null)))
                    .asInstanceOf(InstanceOfAssertFactories.list(Violation.class))
                    .extracting(Violation::pointer)
                    .containsExactly("/template_id", "/timezone", "/cron");
        }

        @Test
        void leavesAStoredScheduleAsItWas() {
            Schedule schedule = schedules.create(daily(true));
            refused(() -> schedules.update(schedule.id(), null, draft -> cron(draft, "61 * * * *")));
            assertThat(schedules.find(schedule.id())).hasValue(schedule);
        }
    }

    @Nested
    class RunNow {

        @Test
        void makesAJobAlsoWhenDisabled() {
            Schedule schedule = schedules.create(daily(false));
            Job job = schedules.runNow(schedule.id());
            assertThat(store.findJob(job.id())).isPresent();
            assertThat(job.spec().trigger()).isEqualTo(Trigger.MANUAL);
            assertThat(job.spec().scheduleId()).isEqualTo(schedule.id());
            assertThatThrownBy(() -> schedules.runNow(template.id())).isInstanceOf(NotFoundException.class);
        }

        @Test
        @Tag("T7")
        void makesOneJobForAKey() {
            Schedule schedule = schedules.create(daily(true));
            assertThat(schedules.runNow(schedule.id(), key("k", "a"))).isInstanceOf(Submitted.Made.class);
            assertThat(schedules.runNow(schedule.id(), key("k", "a")))
                    .isInstanceOfSatisfying(
                            Submitted.Replayed.class,
                            replay -> assertThat(replay.reply()).isEqualTo("reply".getBytes(UTF_8)));
            assertThat(jobsOf(schedule)).hasSize(1);
        }
    }

    @Test
    @Tag("T7")
    void oneKeyMakesOneSchedule() {
        assertThat(schedules.create(daily(true), key("k", "a"))).isInstanceOf(Submitted.Made.class);
        assertThat(schedules.create(daily(true), key("k", "a"))).isInstanceOf(Submitted.Replayed.class);
        assertThatThrownBy(() -> schedules.create(daily(true), key("k", "b")))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        e -> assertThat(e.reason()).isEqualTo(ConflictException.Reason.KEY_REUSED));
        assertThat(schedules.list(Map.of("enabled", "true"), null, 10).items()).hasSize(1);
    }

    private static <T> IdempotencyKey<T> key(String key, String request) {
        return new IdempotencyKey<>("me", key, request.getBytes(UTF_8), made -> "reply".getBytes(UTF_8));
    }

    private static ObjectAssert<List<Violation>> refused(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(InvalidRequestException.class);
        return assertThatObject(((InvalidRequestException) thrown).violations());
    }
}
