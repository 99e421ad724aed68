package dev.windlass.http.rest;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of an answer, in the order they were given; names are compared without regard to case. A handful of pairs in one
 * array: every answer is put together from several parts, and copying a hash map for each showed in profiles. Immutable.
 */
public final class AnswerHeaders extends AbstractMap<String, String> {

    public static final AnswerHeaders NONE = new AnswerHeaders(new String[0]);

    /** Name, value, name, value. */
    private final String[] pairs;

    private AnswerHeaders(String[] pairs) {
        this.pairs = pairs;
    }

    /** The same fields; of names that differ in case only, the last one counts. */
    public static AnswerHeaders copyOf(Map<String, String> fields) {
        return fields instanceof AnswerHeaders same ? same : NONE.withAll(fields);
    }

    /** The same with a field added or replaced. */
    public AnswerHeaders with(String name, String value) {
        int at = indexOf(name);
        String[] copy = Arrays.copyOf(pairs, at < 0 ? pairs.length + 2 : pairs.length);
        int to = at < 0 ? pairs.length : at;
        copy[to] = name;
        copy[to + 1] = value;
        return new AnswerHeaders(copy);
    }

    /** The same with these fields added or replaced. */
    public AnswerHeaders withAll(Map<String, String> fields) {
        String[] copy = Arrays.copyOf(pairs, pairs.length + 2 * fields.size());
        int length = pairs.length;
        for (Map.Entry<String, String> field : fields.entrySet()) {
            int at = indexOf(copy, length, field.getKey());
            int to = at < 0 ? length : at;
            copy[to] = field.getKey();
            copy[to + 1] = field.getValue();
            length = Math.max(length, to + 2);
        }
        return new AnswerHeaders(length == copy.length ? copy : Arrays.copyOf(copy, length));
    }

    private int indexOf(Object name) {
        return indexOf(pairs, pairs.length, name);
    }

    private static int indexOf(String[] pairs, int length, Object name) {
        for (int i = 0; name instanceof String text && i < length; i += 2) {
            if (pairs[i].equalsIgnoreCase(text)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public @Nullable String get(Object name) {
        int at = indexOf(name);
        return at < 0 ? null : pairs[at + 1];
    }

    @Override
    public boolean containsKey(Object name) {
        return indexOf(name) >= 0;
    }

    @Override
    public int size() {
        return pairs.length / 2;
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, String>> iterator() {
                return new Entries();
            }

            @Override
            public int size() {
                return pairs.length / 2;
            }
        };
    }

    private final class Entries implements Iterator<Entry<String, String>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < pairs.length;
        }

        @Override
        public Entry<String, String> next() {
            if (next >= pairs.length) {
                throw new NoSuchElementException();
            }
            next += 2;
            return Map.entry(pairs[next - 2], pairs[next - 1]);
        }
    }
}
