package dev.windlass.store.jdbc;

import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Schedule;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.Firing;
import dev.windlass.spi.Firing.Fire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Fires schedules, {@code windlass_fire}: the schedule's row is locked, its stored instant compared, and each instant recorded under a
 * unique key, so that no leader is needed.
 */
final class Firings {

    /** Long past any instant that a schedule can still be at. */
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private final ResourceTable resources;
    private final JobTable jobs;
    private final Submitter submitter;
    private final RunTable runs;
    private final EventWriter events;

    Firings(ResourceTable resources, JobTable jobs, Submitter submitter, RunTable runs, EventWriter events) {
        this.resources = resources;
        this.jobs = jobs;
        this.submitter = submitter;
        this.runs = runs;
        this.events = events;
    }

    /** @return whether it was applied */
    boolean fire(Handle handle, Firing firing, Outcome outcome) {
        Optional<Schedule> found = resources.lockSchedule(handle, firing.scheduleId());
        if (found.isEmpty() || !isExpected(found.get(), firing)) {
            return false;
        }
        List<Fire> fresh = fresh(handle, firing);
        record(handle, firing, fresh);
        make(handle, fresh, outcome);
        resources.update(handle, moved(found.get(), firing));
        JobTable.sweep(handle, Set.of(firing.scheduleId()));
        return true;
    }

    private static boolean isExpected(Schedule schedule, Firing firing) {
        Instant next = schedule.nextFireAt();
        return schedule.enabled()
                && schedule.version() == firing.version()
                && next != null
                && Micros.of(next) == Micros.of(firing.expectedFireAt());
    }

    private List<Fire> fresh(Handle handle, Firing firing) {
        List<Long> instants =
                firing.fires().stream().map(fire -> Micros.of(fire.fireAt())).toList();
        Set<Long> fired = handle.createQuery(
                        "SELECT fire_at FROM windlass_fire WHERE schedule_id = :id AND fire_at = ANY(:instants)")
                .bind("id", firing.scheduleId())
                .bindArray("instants", Long.class, instants)
                .mapTo(Long.class)
                .set();
        List<UUID> ids = firing.fires().stream().map(fire -> fire.job().id()).toList();
        Set<UUID> made = jobs.existing(handle, ids);
        return firing.fires().stream()
                .filter(fire -> !fired.contains(Micros.of(fire.fireAt()))
                        && !made.contains(fire.job().id()))
                .toList();
    }

    private static void record(Handle handle, Firing firing, List<Fire> fires) {
        Rows rows = new Rows("schedule_id uuid", "fire_at bigint", "job_id uuid", "expires_at bigint");
        for (Fire fire : fires) {
            rows.add(
                    firing.scheduleId(),
                    Micros.of(fire.fireAt()),
                    fire.job().id(),
                    Micros.of(fire.fireAt().plus(REMEMBERED)));
        }
        rows.insertInto(handle, "windlass_fire");
    }

    private void make(Handle handle, List<Fire> fires, Outcome outcome) {
        List<JobSpec> queued = new ArrayList<>();
        List<JobSpec> skipped = new ArrayList<>();
        List<RunTable.Ended> ended = new ArrayList<>();
        List<List<EventDraft>> drafts = new ArrayList<>();
        for (Fire fire : fires) {
            drafts.add(fire.events());
            outcome.changed(fire.job().id());
            JobRun run = fire.skipped();
            if (run == null) {
                queued.add(fire.job());
            } else {
                skipped.add(fire.job());
                ended.add(skipped(fire, run));
            }
        }
        submitter.queue(handle, queued, outcome);
        jobs.insert(handle, skipped);
        runs.insert(handle, ended);
        outcome.waiting(queued.size());
        outcome.deliveriesMade(events.write(handle, drafts));
    }

    private static RunTable.Ended skipped(Fire fire, JobRun run) {
        Instant end = run.finishedAt() == null ? run.createdAt() : run.finishedAt();
        Instant forgetAt = fire.expiresAt() == null ? end.plus(fire.job().retention()) : fire.expiresAt();
        return new RunTable.Ended(
                run, 0, JobStatus.SKIPPED, forgetAt, Micros.of(fire.job().createdAt()), null, null);
    }

    /** The version stays: it guards what people change, and a fire changes nothing of that. */
    private static Schedule moved(Schedule schedule, Firing firing) {
        @Nullable Instant last = schedule.lastFireAt();
        for (Fire fire : firing.fires()) {
            last = last == null || fire.fireAt().isAfter(last) ? fire.fireAt() : last;
        }
        return new Schedule(
                schedule.id(),
                schedule.templateId(),
                schedule.cron(),
                schedule.cronType(),
                schedule.zone(),
                schedule.enabled(),
                schedule.misfire(),
                schedule.overlap(),
                schedule.dst(),
                firing.nextFireAt(),
                last,
                schedule.version(),
                schedule.createdAt(),
                schedule.updatedAt());
    }
}
