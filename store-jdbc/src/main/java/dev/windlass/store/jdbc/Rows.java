package dev.windlass.store.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows to be sent as one array per column, which both databases unfold with {@code unnest}: one statement and one round trip for a
 * batch of any size, and one SQL text for all sizes. Not thread-safe.
 */
final class Rows {

    private static final Map<String, Class<?>> TYPES = Map.of(
            "uuid", UUID.class,
            "bigint", Long.class,
            "integer", Integer.class,
            "boolean", Boolean.class,
            "varchar", String.class,
            "bytea", byte[].class);

    private final String[] names;
    private final String[] types;
    private final List<List<@Nullable Object>> columns = new ArrayList<>();
    private final boolean[] used;
    private int size;

    /** @param columns each a name and an SQL type, for example {@code "job_id uuid"} */
    Rows(String... columns) {
        names = new String[columns.length];
        types = new String[columns.length];
        used = new boolean[columns.length];
        for (int i = 0; i < columns.length; i++) {
            int space = columns[i].indexOf(' ');
            names[i] = columns[i].substring(0, space);
            types[i] = columns[i].substring(space + 1);
            this.columns.add(new ArrayList<>());
        }
    }

    void add(@Nullable Object... values) {
        for (int i = 0; i < names.length; i++) {
            columns.get(i).add(values[i]);
            used[i] |= values[i] != null;
        }
        size++;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** A table expression {@code i(…)} of all columns; the statement needs {@link #bind}. */
    String source() {
        StringJoiner arrays = new StringJoiner(", ", "unnest(", ")");
        for (int i = 0; i < names.length; i++) {
            arrays.add(array(i));
        }
        return arrays + " AS i(" + String.join(", ", names) + ")";
    }

    private String array(int column) {
        return "CAST(:" + names[column] + " AS " + types[column] + " ARRAY)";
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        for (int i = 0; i < names.length; i++) {
            bind(statement, i);
        }
        return statement;
    }

    private void bind(SqlStatement<?> statement, int column) {
        statement.bindArray(names[column], Objects.requireNonNull(TYPES.get(types[column])), columns.get(column));
    }

    /** Inserts all rows. Columns that are NULL in every row are left out: most history rows have a dozen of them. */
    void insertInto(Handle handle, String table) {
        if (isEmpty()) {
            return;
        }
        String targets = usedColumns();
        String sql = "INSERT INTO " + table + " (" + targets + ") SELECT " + targets + " FROM " + usedSource();
        bindUsed(handle.createUpdate(sql)).execute();
    }

    /** The names of the columns that are not NULL in every row. */
    String usedColumns() {
        StringJoiner columns = new StringJoiner(", ");
        for (int i = 0; i < names.length; i++) {
            if (used[i]) {
                columns.add(names[i]);
            }
        }
        return columns.toString();
    }

    /** As {@link #source}, of {@link #usedColumns} only; the statement needs {@link #bindUsed}. */
    String usedSource() {
        StringJoiner arrays = new StringJoiner(", ", "unnest(", ")");
        for (int i = 0; i < names.length; i++) {
            if (used[i]) {
                arrays.add(array(i));
            }
        }
        return arrays + " AS i(" + usedColumns() + ")";
    }

    <S extends SqlStatement<S>> S bindUsed(S statement) {
        for (int i = 0; i < names.length; i++) {
            if (used[i]) {
                bind(statement, i);
            }
        }
        return statement;
    }
}
