package dev.windlass.examples.demo.text;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** How often each word was added. Not thread-safe. */
final class Frequencies {

    private static final Comparator<Map.Entry<String, Integer>> BY_COUNT =
            Map.Entry.comparingByValue(Comparator.reverseOrder());

    private final Map<String, Integer> counts = new HashMap<>();

    void add(String word) {
        counts.merge(word, 1, Integer::sum);
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
