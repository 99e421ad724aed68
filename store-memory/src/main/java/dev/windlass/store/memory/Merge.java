package dev.windlass.store.memory;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** Several sorted sequences as one. */
final class Merge<E> implements Iterator<E> {

    private final PriorityQueue<Head<E>> heads;

    private record Head<E>(E element, Iterator<E> rest) {}

    Merge(List<Iterator<E>> sources, Comparator<? super E> order) {
        heads = new PriorityQueue<>((a, b) -> order.compare(a.element(), b.element()));
        sources.forEach(this::advance);
    }

    private void advance(Iterator<E> source) {
        if (source.hasNext()) {
            heads.add(new Head<>(source.next(), source));
        }
    }

    @Override
    public boolean hasNext() {
        return !heads.isEmpty();
    }

    @Override
    public E next() {
        Head<E> head = heads.poll();
        if (head == null) {
            throw new NoSuchElementException();
        }
        advance(head.rest());
        return head.element();
    }
}
