package dev.windlass.store.jdbc;

import dev.windlass.spi.RunToken;
import dev.windlass.spi.Transition;
import dev.windlass.spi.Transition.CancelQueued;
import dev.windlass.spi.Transition.Finish;
import dev.windlass.spi.Transition.Move;
import dev.windlass.spi.Transition.Release;
import dev.windlass.spi.Transition.Report;
import dev.windlass.spi.Transition.RequestCancel;
import dev.windlass.spi.Transition.Start;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Splits a batch so that no job is met twice in one wave: waves are applied in order, the steps of a wave together. What one run tells
 * in a row (start, reports, end) is one step, so that a run that is shorter than a batch costs one write.
 */
final class Waves {

    /** A transition and its index in the batch. */
    record Single<T extends Transition>(int index, T transition) {}

    /** What one run tells in a row. */
    static final class Step {
        final RunToken token;
        final List<Single<Report>> reports = new ArrayList<>(0);

        @Nullable
        Single<Start> start;

        @Nullable
        Single<Finish> finish;

        Step(RunToken token) {
            this.token = token;
        }

        private boolean takes(Transition next, RunToken nextToken) {
            return finish == null
                    && token.equals(nextToken)
                    && (!(next instanceof Start) || (start == null && reports.isEmpty()));
        }

        private void add(int index, Transition transition) {
            if (transition instanceof Start one) {
                start = new Single<>(index, one);
            } else if (transition instanceof Report one) {
                reports.add(new Single<>(index, one));
            } else if (transition instanceof Finish one) {
                finish = new Single<>(index, one);
            }
        }
    }

    /** What can be applied together. */
    static final class Wave {
        final List<Step> steps = new ArrayList<>();
        final List<Single<Release>> releases = new ArrayList<>();
        final List<Single<? extends Transition>> others = new ArrayList<>();
    }

    private final List<Wave> waves = new ArrayList<>();
    private final Map<UUID, Integer> lastWave = new HashMap<>();
    private final Map<UUID, Step> open = new HashMap<>();

    private Waves() {}

    static List<Wave> of(List<Transition> batch) {
        Waves waves = new Waves();
        for (int index = 0; index < batch.size(); index++) {
            waves.add(index, batch.get(index));
        }
        return waves.waves;
    }

    private void add(int index, Transition transition) {
        if (transition instanceof Start start) {
            addToStep(index, transition, start.token());
        } else if (transition instanceof Report report) {
            addToStep(index, transition, report.token());
        } else if (transition instanceof Finish finish) {
            addToStep(index, transition, finish.token());
        } else if (transition instanceof Release release) {
            next(RunningTable.workId(release.token())).releases.add(new Single<>(index, release));
        } else {
            next(jobId(transition)).others.add(new Single<>(index, transition));
        }
    }

    private static UUID jobId(Transition transition) {
        if (transition instanceof CancelQueued cancel) {
            return cancel.jobId();
        } else if (transition instanceof RequestCancel request) {
            return request.jobId();
        } else if (transition instanceof Move move) {
            return move.jobId();
        }
        throw new IllegalArgumentException("Unknown transition " + transition.getClass());
    }

    private void addToStep(int index, Transition transition, RunToken token) {
        UUID key = RunningTable.workId(token);
        Step step = open.get(key);
        if (step == null || !step.takes(transition, token)) {
            step = new Step(token);
            next(key).steps.add(step);
            open.put(key, step);
        }
        step.add(index, transition);
    }

    private Wave next(UUID key) {
        open.remove(key);
        int number = lastWave.merge(key, 0, (last, none) -> last + 1);
        if (number == waves.size()) {
            waves.add(new Wave());
        }
        return waves.get(number);
    }
}
