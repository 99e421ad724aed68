package dev.windlass.spi;

import java.util.AbstractList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Events that nobody but registered endpoints ({@link EventDraft.Audience.Subscribers}) can be interested in. They are made when the
 * list is first looked into, so that a store that sees, within its transaction, that there is no endpoint spares their making. Immutable;
 * thread-safe.
 */
public final class SubscriberEvents extends AbstractList<EventDraft> {

    private @Nullable Supplier<List<EventDraft>> maker;
    private volatile @Nullable List<EventDraft> made;

    /** @param maker called at most once */
    public SubscriberEvents(Supplier<List<EventDraft>> maker) {
        this.maker = maker;
    }

    /** Whether somebody has looked into the list. */
    public boolean isMade() {
        return made != null;
    }

    private List<EventDraft> list() {
        List<EventDraft> list = made;
        return list == null ? make() : list;
    }

    private synchronized List<EventDraft> make() {
        List<EventDraft> list = made;
        if (list == null && maker != null) {
            list = List.copyOf(maker.get());
            made = list;
            maker = null;
        }
        if (list == null) {
            throw new IllegalStateException("The events were asked for while they were made");
        }
        return list;
    }

    @Override
    public EventDraft get(int index) {
        return list().get(index);
    }

    @Override
    public int size() {
        return list().size();
    }
}
