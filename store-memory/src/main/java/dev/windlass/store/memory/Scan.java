package dev.windlass.store.memory;

import dev.windlass.job.Page;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Fills one page in steps: each step looks at a bounded number of elements, so that the store's lock can be let go in between.
 *
 * @param <E> what is kept
 * @param <T> what is shown
 */
final class Scan<E, T> {

    /** About a tenth of a millisecond under the lock. */
    private static final int STEP = 2_000;

    private final Predicate<? super E> filter;
    private final Function<? super E, Cursor> place;
    private final Function<? super E, T> view;
    private final int limit;

    private final List<T> items = new ArrayList<>();
    private @Nullable Cursor visited;
    private @Nullable Cursor last;
    private boolean more;
    private boolean done;

    Scan(
            @Nullable Cursor start,
            int limit,
            Predicate<? super E> filter,
            Function<? super E, Cursor> place,
            Function<? super E, T> view) {
        this.visited = start;
        this.limit = limit;
        this.filter = filter;
        this.place = place;
        this.view = view;
    }

    boolean isDone() {
        return done;
    }

    /** Where to go on; null for the beginning. */
    @Nullable
    Cursor visited() {
        return visited;
    }

    /** @param elements those after {@link #visited()} */
    void step(Iterator<? extends E> elements) {
        E element = null;
        for (int looked = 0; looked < STEP && !done && elements.hasNext(); looked++) {
            element = elements.next();
            if (filter.test(element)) {
                take(element);
            }
        }
        if (element != null) {
            visited = place.apply(element);
        }
        done |= !elements.hasNext();
    }

    private void take(E element) {
        if (items.size() == limit) {
            more = true;
            done = true;
            return;
        }
        items.add(view.apply(element));
        last = place.apply(element);
    }

    Page<T> page() {
        return new Page<>(items, more && last != null ? last.text() : null);
    }
}
