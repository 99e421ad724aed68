package dev.windlass.examples.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What was asked for on the command line, as {@code --name=value}.
 *
 * @param rounds how often each figure is measured, interleaved with the others
 * @param scale factor on the number of jobs and the length of waits; 0.1 for a quick look
 * @param scenarios names, see {@link Plan}; empty for all
 * @param contenders empty for all
 * @param directory where databases are kept
 * @param large ten million rows of history instead of one, which takes minutes and some 20 GB
 */
record Options(int rounds, double scale, Set<String> scenarios, Set<String> contenders, Path directory, boolean large) {

    static Options parse(String[] args) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String arg : args) {
            if (!arg.startsWith("--")) {
                throw new IllegalArgumentException("Options look like --name=value, not " + arg);
            }
            int equals = arg.indexOf('=');
            values.put(
                    arg.substring(2, equals < 0 ? arg.length() : equals), equals < 0 ? "" : arg.substring(equals + 1));
        }
        Options options = new Options(
                Integer.parseInt(take(values, "rounds", "3")),
                Double.parseDouble(take(values, "scale", "1")),
                names(take(values, "scenarios", "")),
                names(take(values, "contenders", "")),
                Path.of(take(values, "directory", "target/databases")),
                values.remove("large") != null);
        if (!values.isEmpty()) {
            throw new IllegalArgumentException("Unknown options " + values.keySet());
        }
        return options;
    }

    private static String take(Map<String, String> values, String name, String otherwise) {
        String value = values.remove(name);
        return value == null ? otherwise : value;
    }

    private static Set<String> names(String list) {
        return list.isBlank() ? Set.of() : new LinkedHashSet<>(Arrays.asList(list.split(",", -1)));
    }

    boolean wants(String scenario) {
        return scenarios.isEmpty() || scenarios.contains(scenario);
    }

    boolean wantsContender(String contender) {
        return contenders.isEmpty() || contenders.contains(contender) || contender.equals("raw");
    }

    int scaled(int number) {
        return Math.max(1, (int) (number * scale));
    }
}
