package dev.windlass.store.memory;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A sorted run of elements within {@link SortedBlocks}. Keeps room at both ends, so that taking the first one moves nothing. */
final class Block<E> {

    /** A block of references fits a few cache lines' worth of binary search and a cheap {@code arraycopy}. */
    static final int CAPACITY = 512;

    private static final int INITIAL = 8;

    private @Nullable Object[] items = new @Nullable Object[INITIAL];
    private int from;
    private int to;

    int size() {
        return to - from;
    }

    @SuppressWarnings("unchecked") // only add() and splitOff() write to items, and only elements
    E get(int index) {
        Object item = items[from + index];
        if (item == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return (E) item;
    }

    E first() {
        return get(0);
    }

    E last() {
        return get(size() - 1);
    }

    boolean isFull() {
        return size() == CAPACITY;
    }

    /** The index of the first element that is not before {@code key}. */
    int lowerBound(E key, Comparator<? super E> order) {
        return firstWhere(element -> order.compare(element, key) >= 0);
    }

    /** The index of the first element that {@code test} holds for; it holds for all after it. */
    int firstWhere(SortedBlocks.Test<? super E> test) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (test.holds(get(middle))) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    void append(E element) {
        if (to == items.length) {
            makeRoom();
        }
        items[to++] = element;
    }

    void insert(int index, E element) {
        if (index == 0 && from > 0) {
            items[--from] = element;
            return;
        }
        if (to == items.length) {
            makeRoom();
        }
        int at = from + index;
        System.arraycopy(items, at, items, at + 1, to - at);
        items[at] = element;
        to++;
    }

    void remove(int index) {
        if (index == 0) {
            items[from++] = null;
            return;
        }
        int at = from + index;
        System.arraycopy(items, at + 1, items, at, to - at - 1);
        items[--to] = null;
    }

    /** Moves the upper half to a new block. */
    Block<E> splitOff() {
        Block<E> upper = new Block<>();
        int keep = size() / 2;
        int moved = size() - keep;
        upper.items = new @Nullable Object[CAPACITY];
        System.arraycopy(items, from + keep, upper.items, 0, moved);
        upper.to = moved;
        java.util.Arrays.fill(items, from + keep, to, null);
        to = from + keep;
        return upper;
    }

    private void makeRoom() {
        int size = size();
        @Nullable Object[] target = items;
        if (from < items.length / 4) {
            target = new @Nullable Object[Math.min(CAPACITY, items.length * 2)];
        }
        System.arraycopy(items, from, target, 0, size);
        if (target == items) {
            java.util.Arrays.fill(items, size, to, null);
        }
        items = target;
        from = 0;
        to = size;
    }
}
