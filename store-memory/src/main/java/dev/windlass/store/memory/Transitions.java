package dev.windlass.store.memory;

import dev.windlass.spi.Transition;
import dev.windlass.spi.Transition.CancelQueued;
import dev.windlass.spi.Transition.Finish;
import dev.windlass.spi.Transition.Move;
import dev.windlass.spi.Transition.Release;
import dev.windlass.spi.Transition.Report;
import dev.windlass.spi.Transition.RequestCancel;
import dev.windlass.spi.Transition.Start;

/** Applies transitions, each by its kind. */
final class Transitions {

    private final RunTransitions runs;
    private final QueueTransitions queue;

    Transitions(Tables tables) {
        runs = new RunTransitions(tables);
        queue = new QueueTransitions(tables);
    }

    /** @return whether it is in force */
    boolean apply(Transition transition) {
        if (transition instanceof Finish finish) {
            return runs.finish(finish);
        } else if (transition instanceof Start start) {
            return runs.start(start);
        } else if (transition instanceof Report report) {
            return runs.report(report);
        } else if (transition instanceof Release release) {
            return runs.release(release);
        } else if (transition instanceof CancelQueued cancel) {
            return queue.cancel(cancel);
        } else if (transition instanceof RequestCancel request) {
            return queue.requestCancel(request);
        } else if (transition instanceof Move move) {
            return queue.move(move);
        }
        throw new IllegalArgumentException("Unknown transition " + transition.getClass());
    }
}
