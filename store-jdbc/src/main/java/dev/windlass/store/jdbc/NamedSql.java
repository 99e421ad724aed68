package dev.windlass.store.jdbc;

import java.util.ArrayList;
import java.util.List;

/**
 * A statement with named parameters, {@code :name}, as JDBC wants it.
 *
 * @param text with a question mark for each parameter; the same object for each call, so that its hash is reckoned once: drivers look
 *     up prepared statements by it
 * @param names of the parameters, in their order
 */
record NamedSql(String text, List<String> names) {

    /** Quoted text is left alone, and so is {@code ::}. */
    static NamedSql parse(String sql) {
        StringBuilder text = new StringBuilder(sql.length());
        List<String> names = new ArrayList<>();
        boolean quoted = false;
        for (int i = 0; i < sql.length(); ) {
            char c = sql.charAt(i);
            quoted ^= c == '\'';
            int end = c == ':' && !quoted ? endOfName(sql, i + 1) : i + 1;
            if (end > i + 1 && sql.charAt(i + 1) != ':') {
                names.add(sql.substring(i + 1, end));
                text.append('?');
            } else {
                text.append(sql, i, end);
            }
            i = end;
        }
        return new NamedSql(text.toString(), List.copyOf(names));
    }

    /** A name starts like one in Java, so that {@code [1:2]} has none. */
    private static int endOfName(String sql, int start) {
        if (sql.startsWith(":", start)) {
            return start + 1;
        }
        int end = start;
        if (end < sql.length() && Character.isJavaIdentifierStart(sql.charAt(end))) {
            do {
                end++;
            } while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end)));
        }
        return end;
    }
}
