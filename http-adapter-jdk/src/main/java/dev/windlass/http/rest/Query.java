package dev.windlass.http.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The query of a request, decoded as strict UTF-8. */
public final class Query {

    public static final Query EMPTY = new Query(Map.of());

    private static final int MAX_PARAMETERS = 100;

    private final Map<String, List<String>> values;

    private Query(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Reads {@code a=1&b=2}; {@code +} is a space, as HTML forms write it.
     *
     * @param raw null when the target has no {@code ?}
     * @throws ProblemException 400 when an escape is broken, the bytes are no UTF-8 or there are more than 100 parameters
     */
    public static Query parse(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return EMPTY;
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        int count = 0;
        for (String pair : raw.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            if (++count > MAX_PARAMETERS) {
                throw Problem.of(ProblemCode.INVALID_PARAMETER, "More than " + MAX_PARAMETERS + " query parameters")
                        .exception();
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            values.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
        }
        return new Query(values);
    }

    private static String decode(String text) {
        String decoded = Percent.decode(text.replace('+', ' '));
        if (decoded == null) {
            throw Problem.of(ProblemCode.MALFORMED_REQUEST, "The query is not percent-encoded UTF-8")
                    .exception();
        }
        return decoded;
    }

    public Set<String> names() {
        return values.keySet();
    }

    /** Each value of a repeatable parameter, in order. */
    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /**
     * The value of a parameter; null when it is absent.
     *
     * @throws ProblemException 400 when it is repeated
     */
    public @Nullable String one(String name) {
        List<String> all = values.get(name);
        if (all == null) {
            return null;
        }
        if (all.size() > 1) {
            throw Problem.invalidParameter(name, "must not be repeated").exception();
        }
        return all.get(0);
    }
}
