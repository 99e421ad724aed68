package dev.windlass.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads columns that may be NULL, and the types that {@link ResultSet} does not know. */
final class Get {

    private Get() {}

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

    static <E> @Nullable E codeOrNull(ResultSet rows, int column, E[] values) throws SQLException {
        Integer code = intOrNull(rows, column);
        return code == null ? null : values[code];
    }
}
