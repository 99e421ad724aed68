package dev.windlass.examples.demo.text;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;

/** How often each word was added. Not thread-safe. */
final class Frequencies {

    private static final Comparator<Map.Entry<String, Integer>> BY_COUNT =
            Map.Entry.comparingByValue(Comparator.reverseOrder());

    private final Map<String, Integer> counts = new HashMap<>();

    void add(String word) {
        add(word, 1);
    }

    void add(String word, int times) {
        counts.merge(word, times, Integer::sum);
    }

    void forEach(ObjIntConsumer<String> action) {
        counts.forEach(action::accept);
    }

    int of(String word) {
        return counts.getOrDefault(word, 0);
    }

    int distinct() {
        return counts.size();
    }

    /** The most frequent words first, ties in alphabetical order, so that the same text always gives the same answer. */
    Map<String, Integer> top(int limit) {
        return counts.entrySet().stream()
                .sorted(BY_COUNT.thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }
}
