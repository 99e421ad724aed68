package dev.windlass.store.jdbc;

import org.jspecify.annotations.Nullable;

/** Makes text storable: PostgreSQL refuses NUL, and no database takes half a surrogate pair; both become U+FFFD. */
final class Text {

    private static final char REPLACEMENT = '\uFFFD';

    private Text() {}

    static @Nullable String cleanOrNull(@Nullable String text) {
        return text == null ? null : clean(text);
    }

    static String clean(String text) {
        return isClean(text) ? text : cleaned(text);
    }

    /** To look for: text as it would be stored, anything else as it is. */
    static Object sought(Object value) {
        return value instanceof String text ? clean(text) : value;
    }

    private static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static String cleaned(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point == 0 || isLoneSurrogate(point) ? REPLACEMENT : point)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    private static boolean isLoneSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
