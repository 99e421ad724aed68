package dev.windlass.store.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A sorted set in blocks of references: about five bytes an element, where a tree takes forty. Appending at the end and taking from
 * the front cost next to nothing whatever its size, which is what queues and histories do; anything else is a binary search and a short
 * copy. Not thread-safe. What an element is sorted by must not change while it is in.
 */
final class SortedBlocks<E> {

    private final Comparator<? super E> order;
    private final List<Block<E>> blocks = new ArrayList<>(1);
    /** Blocks before this one have been emptied from the front; they are dropped in bulk. */
    private int head;

    private int size;

    SortedBlocks(Comparator<? super E> order) {
        this.order = order;
    }

    /** A condition that, once it holds for an element, holds for all after it. */
    @FunctionalInterface
    interface Test<E> {
        boolean holds(E element);
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    E first() {
        if (size == 0) {
            throw new NoSuchElementException();
        }
        return blocks.get(head).first();
    }

    /** Adds an element that is not in yet. */
    void add(E element) {
        size++;
        if (head == blocks.size()) {
            addBlock(blocks.size()).append(element);
            return;
        }
        Block<E> tail = blocks.get(blocks.size() - 1);
        if (order.compare(element, tail.last()) > 0) {
            (tail.isFull() ? addBlock(blocks.size()) : tail).append(element);
            return;
        }
        // What nearly belongs at the end, as finishes of several threads do, needs no search through blocks that are
        // out of cache.
        boolean inTail = order.compare(element, tail.first()) > 0;
        insert(inTail ? blocks.size() - 1 : blockOf(element), element);
    }

    private void insert(int index, E element) {
        Block<E> block = blocks.get(index);
        if (block.isFull()) {
            Block<E> upper = block.splitOff();
            blocks.add(index + 1, upper);
            block = order.compare(element, upper.first()) > 0 ? upper : block;
        }
        block.insert(block.lowerBound(element, order), element);
    }

    /** The element that the test is first true for; null when it is true for none. */
    @Nullable
    E firstWhere(Test<? super E> test) {
        // What is asked for is most often new, and so behind the end.
        if (size == 0 || !test.holds(blocks.get(blocks.size() - 1).last())) {
            return null;
        }
        Block<E> block = blocks.get(blockWhere(test));
        return block.get(block.firstWhere(test));
    }

    /** Removes an element. @return whether it was in */
    boolean remove(E element) {
        int index = blockOf(element);
        if (index == blocks.size()) {
            return false;
        }
        Block<E> block = blocks.get(index);
        int at = block.lowerBound(element, order);
        if (order.compare(block.get(at), element) != 0) {
            return false;
        }
        block.remove(at);
        size--;
        dropIfEmpty(index);
        return true;
    }

    E pollFirst() {
        E first = first();
        blocks.get(head).remove(0);
        size--;
        dropIfEmpty(head);
        return first;
    }

    /** How many elements are before this one. */
    int rank(E element) {
        int index = blockOf(element);
        int rank = 0;
        for (int i = head; i < index; i++) {
            rank += blocks.get(i).size();
        }
        return index == blocks.size() ? rank : rank + blocks.get(index).lowerBound(element, order);
    }

    /** The elements from the first that {@code start} holds for; all when null. Valid until the next change. */
    Iterator<E> ascending(@Nullable Test<? super E> start) {
        int block = start == null ? head : blockWhere(start);
        int index =
                start == null || block == blocks.size() ? 0 : blocks.get(block).firstWhere(start);
        return new Ascending(block, index);
    }

    /** Backwards from the last element that {@code end} does not hold for; all when null. Valid until the next change. */
    Iterator<E> descending(@Nullable Test<? super E> end) {
        int block = end == null ? blocks.size() : blockWhere(end);
        int index =
                end == null || block == blocks.size() ? 0 : blocks.get(block).firstWhere(end);
        return new Descending(block, index);
    }

    /** The first block that reaches up to {@code element}; {@code blocks.size()} when none does. */
    private int blockOf(E element) {
        return blockWhere(other -> order.compare(other, element) >= 0);
    }

    private int blockWhere(Test<? super E> test) {
        int low = head;
        int high = blocks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (test.holds(blocks.get(middle).last())) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private Block<E> addBlock(int index) {
        Block<E> block = new Block<>();
        blocks.add(index, block);
        return block;
    }

    private void dropIfEmpty(int index) {
        if (blocks.get(index).size() > 0) {
            return;
        }
        if (index != head) {
            blocks.remove(index);
            return;
        }
        head++;
        if (head == blocks.size()) {
            blocks.clear();
            head = 0;
        } else if (head > 32 && head > blocks.size() / 2) {
            blocks.subList(0, head).clear();
            head = 0;
        } else {
            blocks.set(head - 1, new Block<>()); // lets the memory of the emptied one go
        }
    }

    private final class Ascending implements Iterator<E> {
        private int block;
        private int index;

        Ascending(int block, int index) {
            this.block = block;
            this.index = index;
        }

        @Override
        public boolean hasNext() {
            return block < blocks.size();
        }

        @Override
        public E next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            E element = blocks.get(block).get(index);
            if (++index == blocks.get(block).size()) {
                block++;
                index = 0;
            }
            return element;
        }
    }

    private final class Descending implements Iterator<E> {
        private int block;
        private int index;

        Descending(int block, int index) {
            this.block = block;
            this.index = index;
        }

        @Override
        public boolean hasNext() {
            return index > 0 || block > head;
        }

        @Override
        public E next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            if (index == 0) {
                block--;
                index = blocks.get(block).size();
            }
            return blocks.get(block).get(--index);
        }
    }
}
