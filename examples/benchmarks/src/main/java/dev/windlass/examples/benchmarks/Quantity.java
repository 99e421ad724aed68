package dev.windlass.examples.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * What can be read off a row, once a round: a value of it, or that over another value of the same round.
 *
 * @param baseRows the smallest of these counts; empty for the row itself
 * @param baseValue empty when nothing is divided
 */
record Quantity(String value, List<String> baseRows, String baseValue) {

    Quantity {
        baseRows = List.copyOf(baseRows);
    }

    static Quantity of(String value) {
        return new Quantity(value, List.of(), "");
    }

    /** Over the same value of another row, or of that among several rows whose value is smallest. */
    Quantity over(String... rows) {
        return new Quantity(value, List.of(rows), value);
    }

    /** Over another value of the same row. */
    Quantity overOwn(String other) {
        return new Quantity(value, List.of(), other);
    }

    boolean isRatio() {
        return !baseValue.isEmpty();
    }

    /** @return one number for each round in which everything it takes was measured */
    List<Double> of(Map<String, List<Map<String, Double>>> rows, String row) {
        List<Double> all = new ArrayList<>();
        List<Map<String, Double>> rounds = rows.getOrDefault(row, List.of());
        for (int round = 0; round < rounds.size(); round++) {
            Double mine = rounds.get(round).get(value);
            double base = isRatio() ? base(rows, row, round) : 1;
            if (mine != null && base > 0) {
                all.add(mine / base);
            }
        }
        return all;
    }

    private double base(Map<String, List<Map<String, Double>>> rows, String row, int round) {
        DoubleStream.Builder found = DoubleStream.builder();
        for (String name : baseRows.isEmpty() ? List.of(row) : baseRows) {
            List<Map<String, Double>> rounds = rows.getOrDefault(name, List.of());
            Double number = round < rounds.size() ? rounds.get(round).get(baseValue) : null;
            if (number != null) {
                found.add(number);
            }
        }
        return found.build().min().orElse(0);
    }
}
