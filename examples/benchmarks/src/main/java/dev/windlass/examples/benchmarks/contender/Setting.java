package dev.windlass.examples.benchmarks.contender;

import java.util.Map;

/**
 * Where and how a contender works.
 *
 * @param url JDBC URL, or {@code memory}
 * @param values everything that was passed to this JVM by name
 */
public record Setting(String url, Map<String, String> values) {

    public Setting {
        values = Map.copyOf(values);
    }

    public boolean isMemory() {
        return url.equals("memory");
    }

    public boolean isPostgres() {
        return url.startsWith("jdbc:postgresql:");
    }

    public int number(String name, int otherwise) {
        String value = values.get(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** Whether jobs are to start as soon as they can, at the price of more polling. */
    public boolean forLatency() {
        return values.containsKey("latency");
    }
}
