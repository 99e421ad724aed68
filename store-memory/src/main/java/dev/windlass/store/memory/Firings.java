package dev.windlass.store.memory;

import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Schedule;
import dev.windlass.spi.Firing;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Fires schedules, each instant once. */
final class Firings {

    /** Long past any instant that a schedule can still be at. */
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private final Tables tables;
    private final Set<Fired> fired = new HashSet<>();
    private final SortedBlocks<Fired> byInstant =
            new SortedBlocks<>((a, b) -> Sorting.compare(a.at(), a.scheduleId(), b.at(), b.scheduleId()));

    private record Fired(UUID scheduleId, Instant at) {}

    Firings(Tables tables) {
        this.tables = tables;
    }

    boolean fire(Firing firing) {
        if (!(tables.resources.find(Schedule.class, firing.scheduleId()) instanceof Schedule schedule)
                || !schedule.enabled()
                || schedule.version() != firing.version()
                || !firing.expectedFireAt().equals(schedule.nextFireAt())) {
            return false;
        }
        Instant last = schedule.lastFireAt();
        for (Firing.Fire fire : firing.fires()) {
            Fired instant = new Fired(schedule.id(), fire.fireAt());
            if (!fired.contains(instant)) {
                make(fire);
                fired.add(instant);
                byInstant.add(instant);
            }
            last = last == null || fire.fireAt().isAfter(last) ? fire.fireAt() : last;
        }
        tables.resources.put(moved(schedule, firing.nextFireAt(), last));
        return true;
    }

    private void make(Firing.Fire fire) {
        if (tables.jobs.contains(fire.job().id())) {
            return;
        }
        QueueIndex.checkPriority(fire.job().priority());
        tables.tell(fire.events());
        JobEntry job = tables.jobs.add(fire.job());
        JobRun skipped = fire.skipped();
        if (skipped == null) {
            tables.queue.add(job, tables.now());
            tables.signals.workAvailable();
        } else {
            end(job, skipped, fire.expiresAt());
        }
        tables.changed(job);
    }

    private void end(JobEntry job, JobRun skipped, @Nullable Instant expiresAt) {
        Instant at = Sorting.finishedAt(skipped);
        Instant expiry = expiresAt == null ? at.plus(job.spec().retention()) : expiresAt;
        EndedRun run = tables.runs.addFinished(skipped);
        job.attempts = skipped.attempt();
        job.addFinished(run);
        job.endedBy(run, JobStatus.SKIPPED, expiry);
        tables.jobs.ended(job);
    }

    /** The version stays: it guards what people change, and a fire changes nothing of that. */
    private static Schedule moved(Schedule schedule, @Nullable Instant next, @Nullable Instant last) {
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
                next,
                last,
                schedule.version(),
                schedule.createdAt(),
                schedule.updatedAt());
    }

    /** @return whether there are more */
    boolean prune(Instant now, int limit) {
        Instant before = now.minus(REMEMBERED);
        for (int pruned = 0; pruned < limit; pruned++) {
            if (byInstant.isEmpty() || !byInstant.first().at().isBefore(before)) {
                return false;
            }
            fired.remove(byInstant.pollFirst());
        }
        return true;
    }
}
