package dev.windlass.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads columns that may be NULL, and the types that {@link ResultSet} does not know. */
final class Get {

    private Get() {}

    /** @param type Integer, Long, Boolean or String */
    static Object value(ResultSet rows, int column, Class<?> type) throws SQLException {
        if (type == Integer.class) {
            return rows.getInt(column);
        } else if (type == Long.class) {
            return rows.getLong(column);
        }
        return type == Boolean.class ? rows.getBoolean(column) : rows.getString(column);
    }

    static UUID id(ResultSet rows, int column) throws SQLException {
        return rows.getObject(column, UUID.class);
    }

    static @Nullable UUID idOrNull(ResultSet rows, int column) throws SQLException {
        return rows.getObject(column, UUID.class);
    }

    static @Nullable Long longOrNull(ResultSet rows, int column) throws SQLException {
        long value = rows.getLong(column);
        return rows.wasNull() ? null : Long.valueOf(value);
    }

    static @Nullable Integer intOrNull(ResultSet rows, int column) throws SQLException {
        int value = rows.getInt(column);
        return rows.wasNull() ? null : Integer.valueOf(value);
    }

    static Instant instant(ResultSet rows, int column) throws SQLException {
        return Micros.instant(rows.getLong(column));
    }

    static @Nullable Instant instantOrNull(ResultSet rows, int column) throws SQLException {
        return Micros.instant(longOrNull(rows, column));
    }

    /** @param unknown for a code that a newer node wrote: one word that we do not know must not hide all else of a row */
    static <E> E code(ResultSet rows, int column, E[] values, E unknown) throws SQLException {
        int code = rows.getInt(column);
        return code >= 0 && code < values.length ? values[code] : unknown;
    }

    static <E> @Nullable E codeOrNull(ResultSet rows, int column, E[] values, E unknown) throws SQLException {
        return intOrNull(rows, column) == null ? null : code(rows, column, values, unknown);
    }
}
