package dev.windlass.internal;

import dev.windlass.internal.Turns.Turn;
import dev.windlass.job.JobSpec;
import dev.windlass.spi.CancelRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.HeldRun;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.Transition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends runs whose node is gone and puts their jobs back (seed rows T8, M9). Every node may do it: the fence decides who does. Thread-safe.
 */
final class Rescuer {

    /** A job that took its node down this often before its start was written is counted as having been attempted. */
    private static final int MAX_LOST_STARTS = 5;

    private final JobStore store;
    private final Endings endings;
    private final Aftermath aftermath;
    private final Metrics metrics;
    private final JobSizes sizes;
    private final BiConsumer<JobSpec, @Nullable Instant> requeued;
    private final InstantSource clock;

    Rescuer(
            JobStore store,
            Endings endings,
            Aftermath aftermath,
            Metrics metrics,
            JobSizes sizes,
            BiConsumer<JobSpec, @Nullable Instant> requeued,
            InstantSource clock) {
        this.store = store;
        this.endings = endings;
        this.aftermath = aftermath;
        this.metrics = metrics;
        this.sizes = sizes;
        this.requeued = requeued;
        this.clock = clock;
    }

    /** Rescues everything that dead nodes hold. @return how many runs */
    int rescue() {
        int rescued = 0;
        boolean more = true;
        while (more) {
            JobSizes.Page lost = sizes.page(store::lostRuns);
            int done = lost.runs().isEmpty() ? 0 : end(lost.runs(), Verdict.LOST);
            rescued += done;
            more = done > 0 && lost.isFull();
        }
        return rescued;
    }

    /** Ends runs that nobody works on. @return how many */
    int end(List<HeldRun> runs, Verdict verdict) {
        Instant now = clock.instant();
        List<Transition> transitions =
                runs.stream().map(run -> transition(run, verdict, now)).toList();
        List<Turn> turns =
                runs.stream().map(run -> aftermath.turn(run.token().jobId())).toList();
        try {
            List<Boolean> applied = store.apply(transitions);
            int done = 0;
            for (int i = 0; i < runs.size(); i++) {
                if (applied.get(i)) {
                    settled(runs.get(i), transitions.get(i), now, turns.get(i));
                    done++;
                }
            }
            return done;
        } finally {
            turns.forEach(Turn::pass);
        }
    }

    private Transition transition(HeldRun held, Verdict verdict, Instant now) {
        ClaimedRun claim = held.claim();
        boolean unstarted = claim != null && held.run().startedAt() == null;
        if (unstarted && held.cancelRequestedAt() == null && held.lostStarts() < MAX_LOST_STARTS) {
            return new Transition.Release(held.token(), true);
        }
        int sent = claim == null ? 0 : claim.statesSent();
        Endings.Ended ended = new Endings.Ended(
                claim, held.token(), RunViews.assumeStarted(held.run(), now), null, sent, request(held), Map::of);
        return endings.end(ended, verdict, now);
    }

    private static @Nullable CancelRequest request(HeldRun held) {
        Instant at = held.cancelRequestedAt();
        return at == null ? null : new CancelRequest(at, held.cancelReason());
    }

    private void settled(HeldRun held, Transition transition, Instant now, Turn turn) {
        metrics.rescued();
        log().info(
                        "Run {} of node {} was lost and is settled",
                        held.token().runId(),
                        held.run().node());
        ClaimedRun claim = held.claim();
        if (transition instanceof Transition.Finish finish) {
            aftermath.finished(finish, now, turn);
            if (claim != null && finish.next() instanceof Transition.Next.Requeue requeue) {
                requeued.accept(claim.job(), requeue.notBefore());
            }
        } else if (claim != null) {
            requeued.accept(claim.job(), null);
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Rescuer.class);
    }
}
