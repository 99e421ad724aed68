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
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Fires schedules, {@code windlass_fire}: the schedules' rows are locked, their stored instants compared, and each instant recorded under a
 * unique key, so that no leader is needed.
 */
final class Firings {

    /** Long past any instant that a schedule can still be at. */
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private static final String FIRED = "SELECT f.schedule_id, f.fire_at FROM %s"
            + " JOIN windlass_fire f ON f.schedule_id = i.in_schedule AND f.fire_at = i.in_instant";

    private final Dialect dialect;
    private final ResourceTable resources;
    private final JobTable jobs;
    private final Submitter submitter;
    private final RunTable runs;
    private final EventWriter events;

    /** What a fire is recorded under. */
    private record Key(UUID scheduleId, long fireAt) {

        private static Key of(Firing firing, Fire fire) {
            return new Key(firing.scheduleId(), Micros.of(fire.fireAt()));
        }
    }

    Firings(
            Dialect dialect,
            ResourceTable resources,
            JobTable jobs,
            Submitter submitter,
            RunTable runs,
            EventWriter events) {
        this.dialect = dialect;
        this.resources = resources;
        this.jobs = jobs;
        this.submitter = submitter;
        this.runs = runs;
        this.events = events;
    }

    /** In runs that can share a transaction: no two of one schedule, the second of which depends on the first. */
    static List<List<Firing>> together(List<Firing> firings) {
        List<List<Firing>> all = new ArrayList<>();
        Set<UUID> met = new HashSet<>();
        for (Firing firing : firings) {
            if (all.isEmpty() || !met.add(firing.scheduleId())) {
                all.add(new ArrayList<>());
                met.clear();
                met.add(firing.scheduleId());
            }
            all.get(all.size() - 1).add(firing);
        }
        return all;
    }

    /** Applies those that are as expected, in as many statements as for one: whoever waits for the first waits for all. */
    Outcome fire(Handle handle, List<Firing> firings) {
        Outcome outcome = new Outcome(firings.size());
        Map<UUID, Schedule> locked = resources.lockSchedules(
                handle, firings.stream().map(Firing::scheduleId).toList());
        List<Firing> expected = new ArrayList<>(firings.size());
        for (int i = 0; i < firings.size(); i++) {
            Firing firing = firings.get(i);
            if (isExpected(locked.get(firing.scheduleId()), firing)) {
                expected.add(firing);
                outcome.fired(i);
            }
        }
        if (!expected.isEmpty()) {
            fire(handle, expected, locked, outcome);
        }
        return outcome;
    }

    private void fire(Handle handle, List<Firing> expected, Map<UUID, Schedule> locked, Outcome outcome) {
        Map<Key, Fire> fresh = fresh(handle, expected);
        record(handle, fresh);
        make(handle, fresh.values(), outcome);
        resources.move(
                handle,
                expected.stream()
                        .map(firing -> moved(Objects.requireNonNull(locked.get(firing.scheduleId())), firing))
                        .toList());
        JobTable.sweep(handle, dialect, locked.keySet());
    }

    private static boolean isExpected(@Nullable Schedule schedule, Firing firing) {
        Instant next = schedule == null ? null : schedule.nextFireAt();
        return schedule != null
                && schedule.enabled()
                && schedule.version() == firing.version()
                && next != null
                && Micros.of(next) == Micros.of(firing.expectedFireAt());
    }

    private Map<Key, Fire> fresh(Handle handle, List<Firing> firings) {
        Map<Key, Fire> fresh = new LinkedHashMap<>();
        Rows rows = new Rows("in_schedule uuid", "in_instant bigint");
        for (Firing firing : firings) {
            for (Fire fire : firing.fires()) {
                Key key = Key.of(firing, fire);
                rows.add(key.scheduleId, key.fireAt);
                fresh.put(key, fire);
            }
        }
        if (!fresh.isEmpty()) {
            rows.bind(handle.createQuery(FIRED.formatted(rows.source())))
                    .map(result -> new Key(Get.id(result, 1), result.getLong(2)))
                    .list()
                    .forEach(fresh::remove);
            List<UUID> ids =
                    fresh.values().stream().map(fire -> fire.job().id()).toList();
            Set<UUID> made = jobs.existing(handle, ids);
            fresh.values().removeIf(fire -> made.contains(fire.job().id()));
        }
        return fresh;
    }

    private static void record(Handle handle, Map<Key, Fire> fires) {
        Rows rows = new Rows("schedule_id uuid", "fire_at bigint", "job_id uuid", "expires_at bigint");
        fires.forEach((key, fire) -> rows.add(
                key.scheduleId,
                key.fireAt,
                fire.job().id(),
                Micros.of(fire.fireAt().plus(REMEMBERED))));
        rows.insertInto(handle, "windlass_fire");
    }

    private void make(Handle handle, Collection<Fire> fires, Outcome outcome) {
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
