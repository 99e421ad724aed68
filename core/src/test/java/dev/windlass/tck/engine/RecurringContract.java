package dev.windlass.tck.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.JobScheduler;
import dev.windlass.JobTemplates;
import dev.windlass.Schedules;
import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.Json;
import dev.windlass.job.RecurringJob;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.Schedule;
import dev.windlass.job.Schedule.CronType;
import dev.windlass.job.Schedule.Misfire;
import dev.windlass.job.Schedule.Overlap;
import dev.windlass.job.Violation;
import dev.windlass.tck.engine.EngineFixture.Work;
import dev.windlass.testing.ManualScheduler;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Recurring jobs that a program defines, at each start of each node. */
@Tag("C3")
abstract class RecurringContract extends EngineRole {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** The clock of these tests starts at noon UTC, one o'clock in Berlin. */
    private static final RecurringJob REPORT =
            RecurringJob.of("nightly-report", "work", new Work("a", 0, 0), "30 2 * * *", BERLIN);

    RecurringContract(EngineContract contract) {
        super(contract);
    }

    /** What the start of a node of its own leads to. */
    private Schedule started(RecurringJob job) {
        try (ManualScheduler node = engine.scheduler(UnaryOperator.identity())) {
            return node.scheduler().schedules().ensure(job);
        }
    }

    private JobScheduler scheduler() {
        return engine.manual().scheduler();
    }

    private JobTemplate template() {
        assertThat(scheduler().templates().list(Map.of(), null, 10).items()).hasSize(1);
        return scheduler().templates().findByName("nightly-report").orElseThrow();
    }

    private Schedule schedule() {
        assertThat(scheduler().schedules().list(Map.of(), null, 10).items()).hasSize(1);
        return scheduler().schedules().list(Map.of(), null, 1).items().get(0);
    }

    private static RecurringJob withCron(RecurringJob job, String cron) {
        return new RecurringJob(
                job.name(),
                job.type(),
                job.params(),
                job.retryPolicy(),
                job.timeout(),
                job.retention(),
                cron,
                job.cronType(),
                job.zone(),
                job.misfire(),
                job.overlap(),
                job.dst());
    }

    private static RecurringJob withParams(RecurringJob job, Object params) {
        return RecurringJob.of(job.name(), job.type(), params, job.cron(), job.zone());
    }

    @Test
    @Tag("C2")
    void aDefinitionIsATemplateAndAScheduleThatFires() {
        Schedule schedule = started(REPORT.withRetryPolicy(RetryPolicy.attempts(2))
                .withTimeout(Duration.ofMinutes(5))
                .withRetention(Duration.ofDays(1))
                .withMisfire(Misfire.SKIP)
                .withOverlap(Overlap.ALLOW));
        assertThat(schedule).isEqualTo(schedule());
        assertThat(schedule.templateId()).isEqualTo(template().id());
        assertThat(schedule.misfire()).isEqualTo(Misfire.SKIP);
        assertThat(schedule.overlap()).isEqualTo(Overlap.ALLOW);
        assertThat(schedule.nextFireAt()).isEqualTo("2026-03-02T01:30:00Z");
        assertThat(template().retryPolicy()).isEqualTo(RetryPolicy.attempts(2));
        assertThat(template().timeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(template().retention()).isEqualTo(Duration.ofDays(1));
        engine.manual().advance(Duration.ofDays(2));
        assertThat(engine.ran).containsExactly("a", "a");
    }

    @Test
    void theSameDefinitionChangesNothing() {
        Schedule schedule = started(REPORT);
        JobTemplate template = template();
        clock.advance(Duration.ofHours(3));
        RecurringJob same = withParams(REPORT, new Json("{\"takesMillis\":0, \"failTimes\":0, \"name\":\"a\"}"));
        assertThat(started(withCron(same, " 30 2 * * * "))).isEqualTo(schedule);
        assertThat(template()).isEqualTo(template);
        clock.advance(Duration.ofDays(3));
        assertThat(started(REPORT)).as("a fire that is overdue stays due").isEqualTo(schedule);
    }

    @Test
    void whatIsDefinedOtherwiseIsChanged() {
        Schedule schedule = started(REPORT);
        clock.advance(Duration.ofHours(3));
        RecurringJob other = withParams(REPORT, new Work("b", 0, 0));
        assertThat(started(other)).as("only the template differs").isEqualTo(schedule);
        assertThat(template().params()).isEqualTo(other.params());
        assertThat(template().version()).isEqualTo(2);

        Schedule later = started(withCron(other, "0 17 * * *"));
        assertThat(later.id()).isEqualTo(schedule.id());
        assertThat(later.version()).isEqualTo(2);
        assertThat(later.nextFireAt()).isEqualTo("2026-03-01T16:00:00Z");
        assertThat(template().version()).as("only the schedule differs").isEqualTo(2);
        assertThat(started(REPORT))
                .as("the one that starts last has it its way")
                .satisfies(back -> {
                    assertThat(back.cron()).isEqualTo(REPORT.cron());
                    assertThat(back.version()).isEqualTo(3);
                    assertThat(template().params()).isEqualTo(REPORT.params());
                });
    }

    @Test
    void whetherItIsEnabledIsTheOperators() {
        Schedule schedule = started(REPORT);
        assertThat(scheduler().schedules().disable(schedule.id()).enabled()).isFalse();
        assertThat(started(REPORT))
                .isEqualTo(schedule())
                .extracting(Schedule::enabled)
                .isEqualTo(false);
        Schedule changed = started(withCron(REPORT, "0 17 * * *"));
        assertThat(changed.enabled()).isFalse();
        assertThat(changed.cron()).isEqualTo("0 17 * * *");
        engine.manual().advance(Duration.ofDays(2));
        assertThat(engine.ran).isEmpty();
        scheduler().schedules().enable(schedule.id());
        engine.manual().advance(Duration.ofDays(1));
        assertThat(engine.ran).containsExactly("a");
    }

    @Test
    void whatWasDeletedComesBackWithTheNextStart() {
        Schedule schedule = started(REPORT);
        scheduler().schedules().delete(schedule.id(), null);
        assertThat(started(REPORT).id()).isEqualTo(schedule.id());
        scheduler().schedules().delete(schedule.id(), null);
        scheduler().templates().delete(schedule.templateId(), null);
        Schedule again = started(REPORT);
        assertThat(again).isEqualTo(schedule());
        assertThat(again.templateId()).isEqualTo(template().id());
        engine.manual().advance(Duration.ofDays(1));
        assertThat(engine.ran).containsExactly("a");
    }

    @Test
    void aTemplateMadeByHandIsTakenOverAndItsOtherSchedulesStay() {
        UUID template = scheduler()
                .templates()
                .create(new JobTemplates.Draft("nightly-report", "skipping", null, null, null, null))
                .id();
        Schedule byHand = scheduler()
                .schedules()
                .create(new Schedules.Draft(template, "@yearly", null, null, true, null, null, null));
        Schedule schedule = started(REPORT);
        assertThat(template().id()).isEqualTo(template);
        assertThat(template().jobType()).isEqualTo("work");
        assertThat(scheduler().schedules().find(byHand.id())).contains(byHand);
        assertThat(schedule.templateId()).isEqualTo(template);
        assertThat(schedule.id()).isNotEqualTo(byHand.id());
    }

    @Test
    void aBadDefinitionNamesEachMemberAndMakesNothing() {
        assertRefused(
                new RecurringJob(
                        " ",
                        "nonesuch",
                        Json.EMPTY_OBJECT,
                        RetryPolicy.attempts(4),
                        Duration.ZERO,
                        null,
                        "61 * * * *",
                        CronType.UNIX,
                        ZoneOffset.UTC,
                        Misfire.SKIP,
                        Overlap.SKIP,
                        REPORT.dst()),
                "/name",
                "/job_type",
                "/retry_policy/max_attempts",
                "/timeout_seconds",
                "/timezone",
                "/cron");
        assertRefused(withParams(REPORT, new Json("{\"name\":[]}")), "/params/name");
        assertThat(scheduler().templates().list(Map.of(), null, 10).items()).isEmpty();
    }

    private void assertRefused(RecurringJob job, String... pointers) {
        assertThatThrownBy(() -> started(job))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.violations())
                                .extracting(Violation::pointer)
                                .containsExactly(pointers));
    }

    @Test
    void aDefinitionWhoseLastTimeHasPassedDoesNotKeepItsNodeFromStarting() {
        RecurringJob once = withCron(REPORT, "0 0 13 2 3 ? 2026").withCronType(CronType.QUARTZ);
        started(once);
        engine.manual().advance(Duration.ofDays(2));
        assertThat(engine.ran).containsExactly("a");
        assertThat(started(once).nextFireAt()).isNull();
    }
}
