package dev.windlass.examples.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured: by table, then row, one map of values for each round. */
final class Results {

    private final Map<String, Map<String, List<Map<String, Double>>>> tables = new LinkedHashMap<>();

    /** @param suffix appended to the name of each value, so that several figures can share a row */
    void add(String table, String row, String suffix, int round, Map<String, Double> values) {
        List<Map<String, Double>> rounds = tables.computeIfAbsent(table, unused -> new LinkedHashMap<>())
                .computeIfAbsent(row, unused -> new ArrayList<>());
        while (rounds.size() <= round) {
            rounds.add(new HashMap<>());
        }
        values.forEach((name, value) -> rounds.get(round).put(name + suffix, value));
    }

    Map<String, List<Map<String, Double>>> table(String name) {
        return tables.getOrDefault(name, Map.of());
    }

    /** The median of each value. */
    static Map<String, Double> medians(List<Map<String, Double>> all) {
        Map<String, List<Double>> byName = new LinkedHashMap<>();
        for (Map<String, Double> values : all) {
            values.forEach((name, value) ->
                    byName.computeIfAbsent(name, unused -> new ArrayList<>()).add(value));
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        byName.forEach((name, values) -> medians.put(name, median(values)));
        return medians;
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int size = sorted.size();
        if (size == 0) {
            return Double.NaN;
        }
        return size % 2 == 1 ? sorted.get(size / 2) : (sorted.get(size / 2 - 1) + sorted.get(size / 2)) / 2;
    }
}
