package dev.windlass.store.jdbc;

import dev.windlass.job.InvalidRequestException;
import dev.windlass.job.Page;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Where a page ended: the sort key of its last row, opaque to readers. */
final class Cursor {

    private Cursor() {}

    /**
     * A page of rows of which one more than wanted was read.
     *
     * @param key the sort key of a row, without line breaks
     */
    static <T> Page<T> page(List<T> rows, int limit, Function<T, String> key) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> shown = rows.subList(0, limit);
        return new Page<>(shown, encode(key.apply(shown.get(limit - 1))));
    }

    static String encode(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws InvalidRequestException when it is none of ours */
    static String decode(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    static UUID id(String cursor) {
        return parseId(decode(cursor));
    }

    /** The parts of a key that were joined by {@code ;}. */
    static String[] parts(String cursor, int count) {
        String[] parts = decode(cursor).split(";", -1);
        if (parts.length != count) {
            throw invalid();
        }
        return parts;
    }

    static UUID parseId(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    static long parseLong(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw invalid();
        }
    }

    private static InvalidRequestException invalid() {
        return new InvalidRequestException("/cursor", "is not a cursor of this list");
    }
}
