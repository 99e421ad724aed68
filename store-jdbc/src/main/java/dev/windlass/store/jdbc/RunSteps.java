package dev.windlass.store.jdbc;

import dev.windlass.job.JobStatus;
import dev.windlass.spi.Transition.Finish;
import dev.windlass.spi.Transition.Next;
import dev.windlass.spi.Transition.Release;
import dev.windlass.spi.Transition.Report;
import dev.windlass.spi.Transition.Start;
import dev.windlass.store.jdbc.RunTable.Ended;
import dev.windlass.store.jdbc.RunTable.Trace;
import dev.windlass.store.jdbc.RunningTable.Change;
import dev.windlass.store.jdbc.RunningTable.Wanted;
import dev.windlass.store.jdbc.Waves.Single;
import dev.windlass.store.jdbc.Waves.Step;
import dev.windlass.store.jdbc.Waves.Wave;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Applies what runs tell and releases. All ends and releases of a wave are one DELETE of live rows and one INSERT for each kind of
 * successor; what the DELETE does not return was stale, or was applied by a call whose reply was lost.
 */
final class RunSteps {

    private final RunningTable running;
    private final RunTable runs;
    private final WaitingTables waiting;
    private final ArtifactTable artifacts;

    RunSteps(RunningTable running, RunTable runs, WaitingTables waiting, ArtifactTable artifacts) {
        this.running = running;
        this.runs = runs;
        this.waiting = waiting;
        this.artifacts = artifacts;
    }

    void apply(Handle handle, Wave wave, Outcome outcome) {
        Map<UUID, Live> taken = running.take(handle, wanted(wave));
        List<Ended> ended = new ArrayList<>();
        List<Place> requeued = new ArrayList<>();
        List<Step> rest = new ArrayList<>();
        for (Step step : wave.steps) {
            Live live = step.finish == null ? null : taken.get(RunningTable.workId(step.token));
            if (live == null) {
                rest.add(step);
            } else {
                finish(handle, step, live, ended, requeued, outcome);
            }
        }
        for (Single<Release> release : wave.releases) {
            release(
                    handle,
                    release,
                    taken.get(RunningTable.workId(release.transition().token())),
                    requeued,
                    outcome);
        }
        runs.insert(handle, ended);
        waiting.insert(handle, requeued);
        outcome.waiting(requeued.size());
        change(handle, rest, outcome);
    }

    private static List<Wanted> wanted(Wave wave) {
        List<Wanted> wanted = new ArrayList<>();
        for (Step step : wave.steps) {
            if (step.finish != null) {
                wanted.add(new Wanted(step.token, step.finish.transition().unlessCancelled(), false));
            }
        }
        for (Single<Release> release : wave.releases) {
            if (release.transition().token().jobId() != null) {
                wanted.add(new Wanted(release.transition().token(), false, true));
            }
        }
        return wanted;
    }

    private void finish(Handle handle, Step step, Live live, List<Ended> ended, List<Place> requeued, Outcome outcome) {
        Single<Finish> single = java.util.Objects.requireNonNull(step.finish);
        startOf(step, live, outcome);
        step.reports.forEach(outcome::applied);
        outcome.applied(single);
        Finish finish = single.transition();
        ended.add(ended(finish, live));
        if (finish.next() instanceof Next.Requeue requeue) {
            requeued.add(requeued(live, requeue, finish.statesSent()));
            outcome.workAdded();
        }
        if (live.hasChunks()) {
            artifacts.keepOnly(handle, live.runId(), finish.run().artifacts());
        }
        outcome.changed(live.runId());
        outcome.changed(live.workId());
    }

    private static void startOf(Step step, Live live, Outcome outcome) {
        Single<Start> start = step.start;
        if (start != null && !live.isStarted()) {
            outcome.applied(start);
        } else if (start != null && isSame(start.transition(), live.startedAt())) {
            outcome.repeated(start);
        }
    }

    private static boolean isSame(Start start, @Nullable Long startedAt) {
        return startedAt != null && startedAt == Micros.of(start.startedAt());
    }

    private static Ended ended(Finish finish, Live live) {
        JobStatus status = null;
        Instant forgetAt = live.direct() ? finish.run().expiresAt() : null;
        if (finish.next() instanceof Next.End end) {
            status = end.status();
            forgetAt = end.expiresAt();
        }
        return new Ended(finish.run(), live.place().starts(), status, forgetAt, live.cancelAt(), live.cancelReason());
    }

    private static Place requeued(Live live, Next.Requeue requeue, int statesSent) {
        Place old = live.place();
        Long notBefore = Micros.ofNullable(requeue.notBefore());
        return new Place(
                old.jobId(),
                old.lane(),
                old.dueAt(),
                old.createdAt(),
                old.fence(),
                requeue.attempts(),
                old.starts(),
                old.lostStarts(),
                statesSent,
                notBefore);
    }

    private void release(
            Handle handle, Single<Release> release, @Nullable Live live, List<Place> requeued, Outcome outcome) {
        if (live == null) {
            if (wasReleased(handle, release.transition())) {
                outcome.repeated(release);
            }
            return;
        }
        Place old = live.place();
        int lost = old.lostStarts() + (release.transition().lost() ? 1 : 0);
        requeued.add(new Place(
                old.jobId(),
                old.lane(),
                old.dueAt(),
                old.createdAt(),
                old.fence(),
                old.attempts(),
                old.starts(),
                lost,
                old.statesSent(),
                old.notBefore()));
        if (live.hasChunks()) {
            artifacts.keepOnly(handle, live.runId(), List.of());
        }
        outcome.applied(release);
        outcome.workAdded();
    }

    /** Nobody has claimed the job since, and the run did not end in any other way. */
    private boolean wasReleased(Handle handle, Release release) {
        UUID jobId = release.token().jobId();
        return jobId != null
                && waiting.lock(handle, jobId)
                        .filter(place -> place.fence() == release.token().fence())
                        .isPresent()
                && runs.traces(handle, Set.of(release.token().runId())).isEmpty();
    }

    /** Starts and reports of runs that go on; and of runs whose end was refused. */
    private void change(Handle handle, List<Step> steps, Outcome outcome) {
        Set<UUID> hit = update(handle, steps, true);
        List<Step> doubtful = new ArrayList<>();
        List<Step> startedBefore = new ArrayList<>();
        for (Step step : steps) {
            boolean isHit = hit.contains(RunningTable.workId(step.token));
            if (isHit) {
                tell(step, outcome);
            } else if (step.start != null) {
                startedBefore.add(step);
            }
            if (!isHit || step.finish != null) {
                doubtful.add(step);
            }
        }
        reportOnly(handle, startedBefore, outcome);
        recognise(handle, doubtful, outcome);
    }

    /** A start that was refused may have been applied before; the reports that came with it are news all the same. */
    private void reportOnly(Handle handle, List<Step> steps, Outcome outcome) {
        if (steps.isEmpty()) {
            return;
        }
        Map<UUID, Live> rows = running.find(
                handle,
                steps.stream().map(step -> RunningTable.workId(step.token)).toList());
        Set<UUID> hit = update(handle, steps, false);
        for (Step step : steps) {
            UUID key = RunningTable.workId(step.token);
            Live live = rows.get(key);
            if (live != null && live.token().equals(step.token)) {
                startOf(step, live, outcome);
            }
            if (hit.contains(key)) {
                step.reports.forEach(outcome::applied);
                told(step, outcome);
            }
        }
    }

    private Set<UUID> update(Handle handle, List<Step> steps, boolean withStart) {
        List<Change> changes = new ArrayList<>();
        for (Step step : steps) {
            if ((withStart && step.start != null) || !step.reports.isEmpty()) {
                changes.add(change(step, withStart));
            }
        }
        return changes.isEmpty() ? Set.of() : running.update(handle, changes);
    }

    private static Change change(Step step, boolean withStart) {
        Long startedAt = withStart && step.start != null
                ? Micros.of(step.start.transition().startedAt())
                : null;
        if (!step.reports.isEmpty()) {
            Report report = step.reports.get(step.reports.size() - 1).transition();
            return new Change(step.token, startedAt, report.phase(), report.progress(), report.statesSent());
        }
        Start start = java.util.Objects.requireNonNull(step.start).transition();
        return new Change(step.token, startedAt, start.phase(), null, start.statesSent());
    }

    private static void tell(Step step, Outcome outcome) {
        if (step.start != null) {
            outcome.applied(step.start);
        }
        step.reports.forEach(outcome::applied);
        told(step, outcome);
    }

    private static void told(Step step, Outcome outcome) {
        outcome.changed(step.token.runId());
        outcome.changed(RunningTable.workId(step.token));
    }

    /** Whether what was refused now had been applied by a call whose reply was lost. */
    private void recognise(Handle handle, List<Step> steps, Outcome outcome) {
        if (steps.isEmpty()) {
            return;
        }
        Map<UUID, Trace> traces = runs.traces(
                handle, steps.stream().map(step -> step.token.runId()).toList());
        for (Step step : steps) {
            Trace trace = traces.get(step.token.runId());
            if (trace != null && trace.fence() == step.token.fence()) {
                recognise(step, trace, outcome);
            }
        }
    }

    private static void recognise(Step step, Trace trace, Outcome outcome) {
        if (step.start != null && isSame(step.start.transition(), trace.startedAt())) {
            outcome.repeated(step.start);
        }
        if (step.finish != null && isSameEnd(step.finish.transition(), trace)) {
            step.reports.forEach(outcome::repeated);
            outcome.repeated(step.finish);
        }
    }

    private static boolean isSameEnd(Finish finish, Trace trace) {
        Instant finishedAt = finish.run().finishedAt();
        return finish.run().status() == trace.status()
                && finishedAt != null
                && Micros.of(finishedAt) == trace.finishedAt();
    }
}
