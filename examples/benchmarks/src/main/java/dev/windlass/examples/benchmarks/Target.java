package dev.windlass.examples.benchmarks;

import java.util.List;
import java.util.function.DoublePredicate;

/**
 * What Windlass is to reach.
 *
 * @param what in words, with its unit
 * @param table the one that it is read off
 */
record Target(String what, String table, String row, Quantity quantity, boolean atLeast, double bound) {

    static Target atLeast(double bound, String what, String table, Quantity quantity) {
        return new Target(what, table, "windlass", quantity, true, bound);
    }

    static Target atMost(double bound, String what, String table, Quantity quantity) {
        return new Target(what, table, "windlass", quantity, false, bound);
    }

    /** The same of another row. */
    Target inRow(String other) {
        return new Target(what, table, other, quantity, atLeast, bound);
    }

    String render(Results results) {
        List<Double> rounds = quantity.of(results.table(table), row);
        return "| " + what + " | " + (atLeast ? "≥ " : "≤ ") + Table.number(bound) + " | " + Table.spread(rounds)
                + " | " + verdict(rounds) + " |\n";
    }

    private String verdict(List<Double> rounds) {
        DoublePredicate reached = number -> atLeast ? number >= bound : number <= bound;
        long met =
                rounds.stream().mapToDouble(Double::doubleValue).filter(reached).count();
        if (rounds.isEmpty()) {
            return "not measured";
        }
        return met == rounds.size() ? "met" : met == 0 ? "missed" : "not settled";
    }
}
