package dev.windlass.examples.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured: by table, then row, one map of values for each round. */
final class Results {

    private final Map<String, Map<String, List<Map<String, Double>>>> tables = new LinkedHashMap<>();

    void add(String table, String row, int round, Map<String, Double> values) {
        List<Map<String, Double>> rounds = tables.computeIfAbsent(table, unused -> new LinkedHashMap<>())
                .computeIfAbsent(row, unused -> new ArrayList<>());
        while (rounds.size() <= round) {
            rounds.add(Map.of());
        }
        rounds.set(round, values);
    }

    Map<String, List<Map<String, Double>>> table(String name) {
        return tables.getOrDefault(name, Map.of());
    }

    static List<Double> column(List<Map<String, Double>> rounds, String value) {
        List<Double> column = new ArrayList<>();
        for (Map<String, Double> round : rounds) {
            Double number = round.get(value);
            if (number != null) {
                column.add(number);
            }
        }
        return column;
    }

    /** Of each round, the value over that of the reference in the same round. */
    static List<Double> ratios(List<Map<String, Double>> rounds, List<Map<String, Double>> reference, String value) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(rounds.size(), reference.size()); i++) {
            Double mine = rounds.get(i).get(value);
            Double other = reference.get(i).get(value);
            if (mine != null && other != null && other > 0) {
                ratios.add(mine / other);
            }
        }
        return ratios;
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
