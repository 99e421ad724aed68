package dev.windlass.examples.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing to measure, in a JVM and database of its own.
 *
 * @param label the row of the table that it belongs to
 * @param values passed on to the scenario by name
 */
record Figure(String scenario, Place place, String contender, String label, Map<String, String> values) {

    /** Where jobs are kept. */
    enum Place {
        POSTGRES("PostgreSQL"),
        H2("H2 file"),
        MEMORY("memory");

        private final String words;

        Place(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    Figure {
        values = new LinkedHashMap<>(values);
    }

    static Figure of(String scenario, Place place, String contender) {
        return new Figure(scenario, place, contender, contender, Map.of());
    }

    Figure labelled(String newLabel) {
        return new Figure(scenario, place, contender, newLabel, values);
    }

    Figure with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name, String.valueOf(value));
        return new Figure(scenario, place, contender, label, more);
    }

    /** How often it is measured in one round; the medians count. */
    int repeats() {
        return Integer.parseInt(values.getOrDefault("repeats", "1"));
    }
}
