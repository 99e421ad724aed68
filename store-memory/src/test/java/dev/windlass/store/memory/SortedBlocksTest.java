package dev.windlass.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedBlocksTest {

    private static <E> List<E> list(Iterator<E> iterator) {
        List<E> all = new ArrayList<>();
        iterator.forEachRemaining(all::add);
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000, 20_000})
    void behavesLikeATree(int range) {
        Random random = new Random(range);
        SortedBlocks<Integer> blocks = new SortedBlocks<>(Comparator.<Integer>naturalOrder());
        TreeSet<Integer> tree = new TreeSet<>();
        for (int step = 0; step < 60_000; step++) {
            int value = random.nextInt(range);
            boolean growing = step < 40_000;
            if (random.nextInt(10) < (growing ? 7 : 2)) {
                if (tree.add(value)) {
                    blocks.add(value);
                }
            } else if (random.nextInt(3) == 0 && !tree.isEmpty()) {
                assertThat(blocks.pollFirst()).isEqualTo(tree.pollFirst());
            } else {
                assertThat(blocks.remove(value)).isEqualTo(tree.remove(value));
            }
            if (step % 2_000 == 0) {
                compare(blocks, tree, value);
            }
        }
        compare(blocks, tree, range / 2);
        while (!tree.isEmpty()) {
            assertThat(blocks.pollFirst()).isEqualTo(tree.pollFirst());
        }
        assertThat(blocks.isEmpty()).isTrue();
    }

    private static void compare(SortedBlocks<Integer> blocks, TreeSet<Integer> tree, int pivot) {
        assertThat(blocks.size()).isEqualTo(tree.size());
        assertThat(list(blocks.ascending(null))).isEqualTo(List.copyOf(tree));
        assertThat(list(blocks.descending(null))).isEqualTo(List.copyOf(tree.descendingSet()));
        assertThat(list(blocks.ascending(value -> value > pivot))).isEqualTo(List.copyOf(tree.tailSet(pivot, false)));
        assertThat(list(blocks.descending(value -> value >= pivot)))
                .isEqualTo(List.copyOf(tree.headSet(pivot, false).descendingSet()));
        assertThat(blocks.rank(pivot)).isEqualTo(tree.headSet(pivot, false).size());
    }

    @Test
    void anEmptyOneHasNoFirst() {
        SortedBlocks<Integer> blocks = new SortedBlocks<>(Comparator.<Integer>naturalOrder());
        assertThatThrownBy(blocks::first).isInstanceOf(NoSuchElementException.class);
        assertThat(blocks.ascending(null).hasNext()).isFalse();
        assertThat(blocks.descending(null).hasNext()).isFalse();
        assertThat(blocks.remove(1)).isFalse();
        assertThat(blocks.rank(1)).isZero();
    }

    @Test
    void aQueueCostsOneComparisonForEachThatComesAndNoneForEachThatGoes() {
        AtomicLong comparisons = new AtomicLong();
        SortedBlocks<Integer> blocks = new SortedBlocks<>((a, b) -> {
            comparisons.incrementAndGet();
            return Integer.compare(a, b);
        });
        for (int i = 0; i < 100_000; i++) {
            blocks.add(i);
        }
        assertThat(comparisons.get()).isLessThan(100_000);
        comparisons.set(0);
        for (int i = 0; i < 100_000; i++) {
            assertThat(blocks.pollFirst()).isEqualTo(i);
        }
        assertThat(comparisons.get()).isZero();
    }
}
