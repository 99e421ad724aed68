package dev.windlass.http.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The header fields of a request; names are compared without regard to case (RFC 9110 section 5.1). */
public final class HeaderFields {

    public static final HeaderFields NONE = new HeaderFields(Map.of());

    private final Map<String, List<String>> fields;

    private HeaderFields(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    public static HeaderFields of(Map<String, List<String>> fields) {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.forEach((name, values) ->
                copy.computeIfAbsent(name, n -> new ArrayList<>(values.size())).addAll(values));
        return new HeaderFields(copy);
    }

    /** The first line of this name; null when there is none. */
    public @Nullable String first(String name) {
        List<String> values = fields.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    /** Each line of this name, in order. */
    public List<String> all(String name) {
        return List.copyOf(fields.getOrDefault(name, List.of()));
    }

    /** All lines of this name as one list (RFC 9110 section 5.2); null when there is none. */
    public @Nullable String joined(String name) {
        List<String> values = fields.get(name);
        return values == null || values.isEmpty() ? null : String.join(", ", values);
    }

    public boolean has(String name) {
        return fields.containsKey(name);
    }
}
