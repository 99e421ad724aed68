package dev.windlass.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that returns rows. */
final class Query extends SqlStatement<Query> {

    Query(Handle handle, NamedSql sql) {
        super(handle, sql);
    }

    /** Makes something of a row. */
    interface RowMapper<T extends @Nullable Object> {
        T map(ResultSet rows) throws SQLException;
    }

    @Override
    Query self() {
        return this;
    }

    <T extends @Nullable Object> Found<T> map(RowMapper<T> mapper) {
        return new Found<>(run(statement -> read(statement, mapper)));
    }

    private static <T extends @Nullable Object> List<T> read(PreparedStatement statement, RowMapper<T> mapper)
            throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(mapper.map(rows));
            }
            return all;
        }
    }

    /** @param type Integer, Long, Boolean or String, of the only column, where no NULL can be */
    <T> Found<T> mapTo(Class<T> type) {
        return map(rows -> type.cast(Get.value(rows, 1, type)));
    }

    /** @return whether there is a row */
    boolean finds() {
        return !map(rows -> true).list().isEmpty();
    }
}
