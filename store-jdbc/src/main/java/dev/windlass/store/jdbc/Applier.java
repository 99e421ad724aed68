package dev.windlass.store.jdbc;

import dev.windlass.job.StoreException;
import dev.windlass.spi.Transition;
import dev.windlass.spi.Transition.Move;
import dev.windlass.store.jdbc.Waves.Wave;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies batches of transitions, each batch in one transaction. Data that the database refuses fails alone. */
final class Applier {

    private final Database database;
    private final RunSteps runSteps;
    private final QueueSteps queueSteps;
    private final EventWriter events;
    private final LaneTable lanes;
    private final QueueGauge gauge;
    private final Signals signals;

    Applier(
            Database database,
            RunSteps runSteps,
            QueueSteps queueSteps,
            EventWriter events,
            LaneTable lanes,
            QueueGauge gauge,
            Signals signals) {
        this.database = database;
        this.runSteps = runSteps;
        this.queueSteps = queueSteps;
        this.events = events;
        this.lanes = lanes;
        this.gauge = gauge;
        this.signals = signals;
    }

    List<Boolean> apply(List<Transition> transitions) {
        if (transitions.isEmpty()) {
            return List.of();
        }
        transitions.forEach(this::prepareLane);
        try {
            return applyTogether(transitions);
        } catch (StoreException e) {
            if (transitions.size() == 1 || !Failures.isBadData(e)) {
                throw e;
            }
            return applyApart(transitions);
        }
    }

    private List<Boolean> applyTogether(List<Transition> transitions) {
        Outcome outcome = database.write(handle -> {
            Outcome inForce = new Outcome(transitions.size());
            for (Wave wave : Waves.of(transitions)) {
                runSteps.apply(handle, wave, inForce);
                wave.others.forEach(single -> queueSteps.apply(handle, single, inForce));
            }
            inForce.deliveriesMade(events.write(handle, inForce.events()));
            return inForce;
        });
        gauge.added(outcome.waiting());
        outcome.tell(signals);
        return outcome.inForce();
    }

    /** In halves, so that a bad one among a thousand costs ten transactions more. */
    private List<Boolean> applyApart(List<Transition> transitions) {
        int middle = transitions.size() / 2;
        List<Boolean> results = new ArrayList<>(transitions.size());
        for (List<Transition> half :
                List.of(transitions.subList(0, middle), transitions.subList(middle, transitions.size()))) {
            results.addAll(half.size() == 1 ? applyAlone(half) : apply(half));
        }
        return results;
    }

    private List<Boolean> applyAlone(List<Transition> one) {
        try {
            return apply(one);
        } catch (StoreException e) {
            if (e.isTransient()) {
                throw e;
            }
            log().error(
                            "The database refuses the data of a {}",
                            one.get(0).getClass().getSimpleName(),
                            e);
            return List.of(false);
        }
    }

    /** Outside the transaction, since a new lane has one of its own. */
    private void prepareLane(Transition transition) {
        if (transition instanceof Move move) {
            UUID id = move.jobId();
            database.read(handle -> handle.createQuery("SELECT lane FROM windlass_job WHERE id = :id")
                            .bind("id", id)
                            .mapTo(Integer.class)
                            .findOne())
                    .map(lanes::byId)
                    .ifPresent(lane -> lanes.prepare(lane.queue(), lane.type(), move.priority()));
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Applier.class);
    }
}
