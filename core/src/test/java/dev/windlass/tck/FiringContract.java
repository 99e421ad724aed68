package dev.windlass.tck;

import static dev.windlass.tck.Resources.creation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.Progress;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Schedule;
import dev.windlass.job.Trigger;
import dev.windlass.job.Warning;
import dev.windlass.spi.Firing;
import dev.windlass.spi.Firing.Fire;
import dev.windlass.spi.ResourceStore.Changed;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Schedules fire each instant once, whoever fires them and how often they try. */
abstract class FiringContract extends RoleContract {

    private Instant due;
    private Schedule schedule;

    @SuppressWarnings("NullAway.Init") // made before each test
    FiringContract(JobStoreContract contract) {
        super(contract);
    }

    @BeforeEach
    void makeASchedule() {
        JobTemplate template = given.template("daily");
        given.submit(creation(template));
        due = clock.instant().plusSeconds(60);
        schedule = Resources.schedule(given.id(), template.id(), true, due, clock.instant());
        given.submit(creation(schedule));
    }

    private Schedule stored() {
        return store.find(Schedule.class, schedule.id()).orElseThrow();
    }

    private Fire fire(Instant at) {
        return new Fire(at, given.job().schedule(schedule.id()).build(), null, null, List.of());
    }

    private Firing firing(Instant expected, @Nullable Instant next, Fire... fires) {
        return new Firing(schedule.id(), schedule.version(), expected, next, List.of(fires));
    }

    private boolean fired(Firing firing) {
        return store.fire(List.of(firing)).get(0);
    }

    @Test
    void aScheduleIsDueFromItsInstantOn() {
        assertThat(store.dueSchedules(due.minusMillis(1), null, 10)).isEmpty();
        assertThat(store.dueSchedules(due, null, 10)).containsExactly(schedule);
        assertThat(store.upcoming().fire()).isNotNull().isBeforeOrEqualTo(due);
    }

    @Test
    void dueSchedulesComeEarliestFirstInPages() {
        for (Instant at : List.of(due.minusSeconds(5), due, due, due.plusSeconds(5))) {
            given.submit(creation(Resources.schedule(given.id(), schedule.templateId(), true, at, clock.instant())));
        }
        List<Schedule> all = store.dueSchedules(due.plusSeconds(5), null, 10);
        assertThat(all).hasSize(5).isSortedAccordingTo(Comparator.comparing(Schedule::nextFireAt));
        assertThat(store.upcoming().fire()).isNotNull().isBeforeOrEqualTo(due.minusSeconds(5));
        store.delete(Schedule.class, all.get(1).id(), null);
        assertThat(store.dueSchedules(due.plusSeconds(5), all.get(0), 2)).isEqualTo(all.subList(2, 4));
        assertThat(store.dueSchedules(due.plusSeconds(5), all.get(1), 2)).isEqualTo(all.subList(2, 4));
        assertThat(store.dueSchedules(due.plusSeconds(5), all.get(3), 2)).containsExactly(all.get(4));
    }

    @Test
    void whatIsDisabledOrNeverFiresIsNotDue() {
        assertThat(store.replace(Resources.changed(schedule, false, null))).isEqualTo(Changed.DONE);
        assertThat(store.dueSchedules(due.plusSeconds(999), null, 10)).isEmpty();
        assertThat(store.upcoming().fire()).isNull();
    }

    @Test
    @Tag("C3")
    void aFireMakesAJobAndMovesTheScheduleOn() {
        pass(seconds(60));
        Instant next = due.plusSeconds(60);
        Fire fire = fire(due);
        assertThat(fired(firing(due, next, fire))).isTrue();
        assertThat(given.job(fire.job().id())).isEqualTo(Job.queued(fire.job()));
        assertThat(stored().nextFireAt()).isEqualTo(next);
        assertThat(stored().lastFireAt()).isEqualTo(due);
        assertThat(stored().version()).isEqualTo(schedule.version());
        assertThat(store.dueSchedules(due, null, 10)).isEmpty();
        assertThat(given.claimedIds(given.node(), 10))
                .containsExactly(fire.job().id());
        assertThat(store.liveJobsOf(List.of(schedule.id()), 10)).hasSize(1);
    }

    @Test
    @Tag("C3")
    void theSecondToFireAnInstantMakesNothing() {
        assertThat(fired(firing(due, due.plusSeconds(60), fire(due)))).isTrue();
        Fire second = fire(due);
        assertThat(fired(firing(due, due.plusSeconds(60), second))).isFalse();
        assertThat(store.findJob(second.job().id())).isEmpty();
    }

    @Test
    void twoFiringsOfOneBatchMakeOneJob() {
        assertThat(store.fire(List.of(
                        firing(due, due.plusSeconds(60), fire(due)), firing(due, due.plusSeconds(60), fire(due)))))
                .containsExactly(true, false);
        assertThat(given.claim(given.node(), 10)).hasSize(1);
    }

    @Test
    void ofABatchThoseFireThatAreAsExpected() {
        Schedule stale = Resources.schedule(given.id(), schedule.templateId(), true, due, clock.instant());
        Schedule other = Resources.schedule(given.id(), schedule.templateId(), true, due, clock.instant());
        given.submit(creation(stale));
        given.submit(creation(other));
        Instant next = due.plusSeconds(60);
        Fire first = fire(due);
        Fire second = fire(due);
        assertThat(store.fire(List.of(
                        firing(due, next, first),
                        new Firing(stale.id(), 2, due, next, List.of(fire(due))),
                        new Firing(given.id(), 1, due, next, List.of(fire(due))),
                        new Firing(other.id(), 1, due, null, List.of(second)))))
                .containsExactly(true, false, false, true);
        assertThat(given.claimedIds(given.node(), 10))
                .containsExactlyInAnyOrder(first.job().id(), second.job().id());
        assertThat(stored().nextFireAt()).isEqualTo(next);
        assertThat(store.find(Schedule.class, stale.id()).orElseThrow().nextFireAt())
                .isEqualTo(due);
        assertThat(store.find(Schedule.class, other.id()).orElseThrow().nextFireAt())
                .isNull();
    }

    @Test
    void anInstantThatHasFiredIsNotMadeAgainButTheScheduleMovesOn() {
        fired(firing(due, due.plusSeconds(60), fire(due)));
        Schedule back = Resources.changed(stored(), true, due);
        assertThat(store.replace(back)).isEqualTo(Changed.DONE);
        Fire again = fire(due);
        Fire fresh = fire(due.plusSeconds(30));
        Firing firing = new Firing(schedule.id(), back.version(), due, due.plusSeconds(90), List.of(again, fresh));
        assertThat(fired(firing)).isTrue();
        assertThat(store.findJob(again.job().id())).isEmpty();
        assertThat(store.findJob(fresh.job().id())).isPresent();
        assertThat(stored().nextFireAt()).isEqualTo(due.plusSeconds(90));
        assertThat(stored().lastFireAt()).isEqualTo(due.plusSeconds(30));
    }

    @Test
    void theSameInstantOfAnotherScheduleIsAnother() {
        Schedule other = Resources.schedule(given.id(), schedule.templateId(), true, due, clock.instant());
        given.submit(creation(other));
        fired(firing(due, null, fire(due)));
        assertThat(fired(new Firing(other.id(), 1, due, null, List.of(fire(due)))))
                .isTrue();
        assertThat(given.claim(given.node(), 10)).hasSize(2);
    }

    @Test
    void aScheduleThatChangedSinceIsNotFired() {
        Schedule changed = Resources.changed(schedule, true, due);
        store.replace(changed);
        assertThat(fired(firing(due, due.plusSeconds(60), fire(due)))).isFalse();
        store.replace(Resources.changed(changed, false, null));
        assertThat(fired(new Firing(schedule.id(), 3, due, null, List.of(fire(due)))))
                .isFalse();
        store.delete(Schedule.class, schedule.id(), null);
        assertThat(fired(new Firing(schedule.id(), 3, due, null, List.of(fire(due)))))
                .isFalse();
        assertThat(store.listJobs(dev.windlass.job.JobQuery.all(10)).items()).isEmpty();
    }

    @Test
    void aScheduleCanMoveOnWithoutFiring() {
        assertThat(fired(firing(due, due.plusSeconds(60)))).isTrue();
        assertThat(stored().nextFireAt()).isEqualTo(due.plusSeconds(60));
        assertThat(stored().lastFireAt()).isNull();
    }

    @Test
    void aScheduleThatNeverFiresAgainHasNoNextInstant() {
        assertThat(fired(firing(due, null, fire(due)))).isTrue();
        assertThat(stored().nextFireAt()).isNull();
        assertThat(store.dueSchedules(due.plusSeconds(999), null, 10)).isEmpty();
    }

    @Test
    @Tag("C1")
    void aSkippedFireLeavesAnEndedJobWithASkippedRun() {
        pass(seconds(60));
        JobSpec spec = given.job().schedule(schedule.id()).build();
        JobRun skipped = skippedRun(spec, given.id());
        Instant expiresAt = clock.instant().plus(Steps.RETENTION);
        Fire fire = new Fire(due, spec, skipped, expiresAt, List.of());
        assertThat(fired(firing(due, due.plusSeconds(60), fire))).isTrue();
        Job job = given.job(spec.id());
        assertThat(job.status()).isEqualTo(JobStatus.SKIPPED);
        assertThat(job.finishedAt()).isEqualTo(clock.instant());
        assertThat(job.expiresAt()).isEqualTo(expiresAt);
        assertThat(job.lastRunId()).isEqualTo(skipped.id());
        assertThat(job.warnings()).isEqualTo(skipped.warnings());
        assertThat(job.starts()).isZero();
        assertThat(given.run(skipped.id())).isEqualTo(skipped);
        assertThat(given.claim(given.node(), 10)).isEmpty();
        assertThat(store.liveJobsOf(List.of(schedule.id()), 10)).isEmpty();
    }

    private JobRun skippedRun(JobSpec spec, UUID id) {
        Instant now = clock.instant();
        return new JobRun(
                id,
                spec.id(),
                spec.type(),
                Trigger.SCHEDULE,
                1,
                RunStatus.SKIPPED,
                null,
                null,
                null,
                0,
                now,
                null,
                now,
                null,
                Progress.NONE,
                null,
                null,
                List.of(new Warning("overlap", "An earlier job of the schedule is still live")),
                List.of(),
                now.plus(Steps.RETENTION));
    }

    @Test
    void aFireThatIsNotDueYetWaitsInTheQueue() {
        JobSpec spec = given.job().schedule(schedule.id()).dueIn(seconds(60)).build();
        assertThat(fired(firing(due, null, new Fire(due, spec, null, null, List.of()))))
                .isTrue();
        assertThat(given.claim(given.node(), 1)).isEmpty();
        pass(seconds(60));
        assertThat(given.claimedIds(given.node(), 1)).containsExactly(spec.id());
    }
}
