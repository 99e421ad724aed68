package dev.windlass.store.jdbc;

import dev.windlass.spi.EventDraft;
import dev.windlass.spi.Transition;
import dev.windlass.store.jdbc.Waves.Single;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What came of one transaction: which transitions or firings are in force, what is to be told, and who is to be woken. Not thread-safe. */
final class Outcome {

    private final Boolean[] inForce;
    private final List<List<EventDraft>> events = new ArrayList<>();
    private final Set<UUID> changed = new HashSet<>();
    private int waiting;
    private boolean work;
    private boolean cancel;
    private boolean deliveries;

    Outcome(int size) {
        inForce = new Boolean[size];
        Arrays.fill(inForce, false);
    }

    /** It was applied now, so its events are due. */
    void applied(Single<? extends Transition> single) {
        inForce[single.index()] = true;
        events.add(single.transition().events());
    }

    /** It was applied before, events included. */
    void repeated(Single<? extends Transition> single) {
        inForce[single.index()] = true;
    }

    /** The firing at this place was applied; what it tells is written apart. */
    void fired(int index) {
        inForce[index] = true;
    }

    void changed(UUID id) {
        changed.add(id);
    }

    void workAdded() {
        work = true;
    }

    /** So many more jobs wait now, or fewer. */
    void waiting(int change) {
        waiting += change;
    }

    int waiting() {
        return waiting;
    }

    void cancelRequested() {
        cancel = true;
    }

    void deliveriesMade(int count) {
        deliveries |= count > 0;
    }

    List<List<EventDraft>> events() {
        return events;
    }

    List<Boolean> inForce() {
        return List.of(inForce);
    }

    void tell(Signals signals) {
        if (work) {
            signals.workAdded();
        }
        if (cancel) {
            signals.cancelRequested();
        }
        if (deliveries) {
            signals.deliveriesAvailable();
        }
        if (!changed.isEmpty()) {
            signals.changed(changed);
        }
    }
}
