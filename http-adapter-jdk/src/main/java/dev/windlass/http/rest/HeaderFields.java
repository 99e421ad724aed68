package dev.windlass.http.rest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The header fields of a request; names are compared without regard to case (RFC 9110 section 5.1). */
public final class HeaderFields {

    public static final HeaderFields NONE = new HeaderFields(new String[0], List.of());

    // A request has a handful of fields and is asked for a dozen: looking at each beats sorting or hashing them.
    private final String[] names;
    private final List<List<String>> values;

    private HeaderFields(String[] names, List<List<String>> values) {
        this.names = names;
        this.values = values;
    }

    public static HeaderFields of(Map<String, List<String>> fields) {
        List<String> names = new ArrayList<>(fields.size());
        List<List<String>> values = new ArrayList<>(fields.size());
        fields.forEach((name, lines) -> {
            int at = indexOf(names, name);
            if (at < 0) {
                names.add(name);
                values.add(new ArrayList<>(lines));
            } else {
                values.get(at).addAll(lines);
            }
        });
        return new HeaderFields(names.toArray(new String[0]), values);
    }

    private static int indexOf(List<String> names, String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    private List<String> lines(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equalsIgnoreCase(name)) {
                return values.get(i);
            }
        }
        return List.of();
    }

    /** The first line of this name; null when there is none. */
    public @Nullable String first(String name) {
        List<String> lines = lines(name);
        return lines.isEmpty() ? null : lines.get(0);
    }

    /** Each line of this name, in order. */
    public List<String> all(String name) {
        return Collections.unmodifiableList(lines(name));
    }

    /** All lines of this name as one list (RFC 9110 section 5.2); null when there is none. */
    public @Nullable String joined(String name) {
        List<String> lines = lines(name);
        return lines.isEmpty() ? null : lines.size() == 1 ? lines.get(0) : String.join(", ", lines);
    }

    /** The same without the lines of this name. */
    public HeaderFields without(String name) {
        if (!has(name)) {
            return this;
        }
        Map<String, List<String>> left = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            if (!names[i].equalsIgnoreCase(name)) {
                left.put(names[i], values.get(i));
            }
        }
        return of(left);
    }

    /** Each line with its name. */
    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < names.length; i++) {
            for (String line : values.get(i)) {
                action.accept(names[i], line);
            }
        }
    }

    public boolean has(String name) {
        return !lines(name).isEmpty();
    }
}
