package dev.windlass.store.jdbc;

import dev.windlass.spi.Transition.Finish;
import dev.windlass.spi.Transition.Report;
import dev.windlass.spi.Transition.Start;
import dev.windlass.store.jdbc.RunTable.Trace;
import dev.windlass.store.jdbc.RunningTable.Change;
import dev.windlass.store.jdbc.Waves.Single;
import dev.windlass.store.jdbc.Waves.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Applies starts and reports, and recognises what was applied by a call whose reply was lost. */
final class RunChanges {

    private final RunningTable running;
    private final RunTable runs;

    RunChanges(RunningTable running, RunTable runs) {
        this.running = running;
        this.runs = runs;
    }

    /** Starts and reports of runs that go on; and of runs whose end was refused. */
    void apply(Handle handle, List<Step> steps, Outcome outcome) {
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
                startOf(step, live.startedAt(), outcome);
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
        Single<Finish> finish = step.finish;
        boolean ended = finish != null && isSameEnd(finish.transition(), trace);
        if (finish != null && ended) {
            step.reports.forEach(outcome::repeated);
            outcome.repeated(finish);
        }
        if (step.start != null && (ended || isSame(step.start.transition(), trace.startedAt()))) {
            outcome.repeated(step.start);
        }
    }

    private static boolean isSameEnd(Finish finish, Trace trace) {
        Instant finishedAt = finish.run().finishedAt();
        return finish.run().status() == trace.status()
                && finishedAt != null
                && Micros.of(finishedAt) == trace.finishedAt();
    }

    /** What became of the start of a run whose row has this one. */
    static void startOf(Step step, @Nullable Long startedAt, Outcome outcome) {
        Single<Start> start = step.start;
        if (start != null && startedAt == null) {
            outcome.applied(start);
        } else if (start != null && isSame(start.transition(), startedAt)) {
            outcome.repeated(start);
        }
    }

    private static boolean isSame(Start start, @Nullable Long startedAt) {
        return startedAt != null && startedAt == Micros.of(start.startedAt());
    }
}
