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

    /**
     * The columns of rows.
     *
     * @param names at most 64
     */
    record Layout(List<String> names, List<String> types) {

        /** @param columns each a name and an SQL type, for example {@code "job_id uuid"} */
        static Layout of(String... columns) {
            List<String> names = new ArrayList<>(columns.length);
            List<String> types = new ArrayList<>(columns.length);
            for (String column : columns) {
                int space = column.indexOf(' ');
                names.add(column.substring(0, space));
                types.add(column.substring(space + 1));
            }
            return new Layout(names, types);
        }
    }

    private final List<String> names;
    private final List<String> types;
    private final List<List<@Nullable Object>> columns;
    private long used;
    private int size;

    /** @param columns as of {@link Layout#of} */
    Rows(String... columns) {
        this(Layout.of(columns));
    }

    /** For rows that are made all the time. */
    Rows(Layout layout) {
        names = layout.names;
        types = layout.types;
        columns = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            columns.add(new ArrayList<>());
        }
    }

    void add(@Nullable Object... values) {
        for (int i = 0; i < names.size(); i++) {
            columns.get(i).add(values[i]);
            used |= values[i] == null ? 0 : 1L << i;
        }
        size++;
    }

    /** A bit for each column that is not NULL in every row, the first one's being the lowest. */
    long used() {
        return used;
    }

    private boolean isUsed(int column) {
        return (used & 1L << column) != 0;
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
        for (int i = 0; i < names.size(); i++) {
            arrays.add(array(i));
        }
        return arrays + " AS i(" + String.join(", ", names) + ")";
    }

    private String array(int column) {
        return "CAST(:" + names.get(column) + " AS " + types.get(column) + " ARRAY)";
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        for (int i = 0; i < names.size(); i++) {
            bind(statement, i);
        }
        return statement;
    }

    private void bind(SqlStatement<?> statement, int column) {
        statement.bindArray(
                names.get(column), Objects.requireNonNull(TYPES.get(types.get(column))), columns.get(column));
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
        for (int i = 0; i < names.size(); i++) {
            if (isUsed(i)) {
                columns.add(names.get(i));
            }
        }
        return columns.toString();
    }

    /** As {@link #source}, of {@link #usedColumns} only; the statement needs {@link #bindUsed}. */
    String usedSource() {
        StringJoiner arrays = new StringJoiner(", ", "unnest(", ")");
        for (int i = 0; i < names.size(); i++) {
            if (isUsed(i)) {
                arrays.add(array(i));
            }
        }
        return arrays + " AS i(" + usedColumns() + ")";
    }

    <S extends SqlStatement<S>> S bindUsed(S statement) {
        for (int i = 0; i < names.size(); i++) {
            if (isUsed(i)) {
                bind(statement, i);
            }
        }
        return statement;
    }
}
