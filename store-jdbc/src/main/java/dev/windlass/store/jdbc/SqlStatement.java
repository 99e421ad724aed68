package dev.windlass.store.jdbc;

import java.lang.reflect.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A statement whose parameters are bound by name. What is bound and not asked for does no harm. Not thread-safe. */
abstract class SqlStatement<S extends SqlStatement<S>> {

    /** Elements of arrays, and what the databases call them. */
    private static final Map<Class<?>, String> ARRAY_TYPES = Map.of(
            UUID.class, "uuid",
            Long.class, "bigint",
            Integer.class, "integer",
            Boolean.class, "boolean",
            String.class, "varchar",
            byte[].class, "bytea");

    final Handle handle;
    private final NamedSql sql;
    private final Map<String, @Nullable Object> values = new HashMap<>();

    SqlStatement(Handle handle, NamedSql sql) {
        this.handle = handle;
        this.sql = sql;
    }

    /** An array of the type itself, which the PostgreSQL driver sends in binary, but for ids; bytes it cannot send otherwise at all. */
    private record Elements(String type, Object[] values) {}

    interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    abstract S self();

    S bind(String name, @Nullable Object value) {
        values.put(name, value);
        return self();
    }

    /** @param type of the elements, which may be null */
    S bindArray(String name, Class<?> type, Collection<?> elements) {
        Object[] typed = elements.toArray((Object[]) Array.newInstance(type, elements.size()));
        String sqlType = ARRAY_TYPES.get(type);
        if (sqlType == null) {
            throw new IllegalArgumentException("No arrays of " + type);
        }
        return bind(name, new Elements(sqlType, typed));
    }

    final Map<String, @Nullable Object> values() {
        return values;
    }

    final <T> T run(Use<T> use) {
        try (PreparedStatement statement = handle.connection().prepareStatement(sql.text())) {
            prepare(statement);
            T result = use.of(statement);
            handle.told(sql);
            return result;
        } catch (SQLException e) {
            throw new SqlFailure(sql.text(), e);
        }
    }

    void prepare(PreparedStatement statement) throws SQLException {
        set(statement, values);
    }

    final void set(PreparedStatement statement, Map<String, @Nullable Object> from) throws SQLException {
        int position = 0;
        for (String name : sql.names()) {
            Object value = from.get(name);
            if (value == null && !from.containsKey(name)) {
                throw new IllegalStateException("Nothing is bound to :" + name + " in " + sql.text());
            }
            statement.setObject(++position, value instanceof Elements elements ? array(elements) : value);
        }
    }

    private Object array(Elements elements) throws SQLException {
        if (elements.values instanceof UUID[] ids && handle.dialect().isShared()) {
            return new IdArray(ids);
        }
        return handle.connection().createArrayOf(elements.type, elements.values);
    }
}
