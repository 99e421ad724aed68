package dev.windlass.store.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Rows to be sent as one array per column, which both databases unfold with {@code unnest}: one statement and one round trip for a
 * batch of any size, and one SQL text for all sizes. Columns that hardly ever differ within a batch are sent as one value when they do not.
 * Not thread-safe.
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
     * @param alike a bit for each column that hardly ever differs within a batch
     */
    record Layout(List<String> names, List<String> types, long alike) {

        /** @param columns each a name and an SQL type, for example {@code "job_id uuid"} */
        static Layout of(String... columns) {
            List<String> names = new ArrayList<>(columns.length);
            List<String> types = new ArrayList<>(columns.length);
            for (String column : columns) {
                int space = column.indexOf(' ');
                names.add(column.substring(0, space));
                types.add(column.substring(space + 1));
            }
            return new Layout(names, types, 0);
        }

        /** @param columns that hardly ever differ within a batch, and are never NULL */
        Layout alike(String... columns) {
            long bits = 0;
            for (String column : columns) {
                bits |= 1L << names.indexOf(column);
            }
            return new Layout(names, types, bits);
        }
    }

    /**
     * What the text of a statement depends on.
     *
     * @param used a bit for each column that is not NULL in every row, the first one's being the lowest
     * @param single a bit for each column that is sent as one value
     */
    record Form(long used, long single) {}

    private final List<String> names;
    private final List<String> types;
    private final List<List<@Nullable Object>> columns;
    private long used;
    /** All or none of the layout's, so that there are not as many texts as combinations. */
    private long single;

    private int size;

    /** @param columns as of {@link Layout#of} */
    Rows(String... columns) {
        this(Layout.of(columns));
    }

    /** For rows that are made all the time. */
    Rows(Layout layout) {
        names = layout.names;
        types = layout.types;
        single = layout.alike;
        columns = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            columns.add(new ArrayList<>());
        }
    }

    void add(@Nullable Object... values) {
        for (int i = 0; i < names.size(); i++) {
            List<@Nullable Object> column = columns.get(i);
            column.add(values[i]);
            used |= values[i] == null ? 0 : 1L << i;
            if (isSingle(i) && !Objects.equals(values[i], column.get(0))) {
                single = 0;
            }
        }
        size++;
    }

    Form form() {
        return new Form(used, single);
    }

    private boolean isUsed(int column) {
        return (used & 1L << column) != 0;
    }

    private boolean isSingle(int column) {
        return (single & 1L << column) != 0;
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

    /** The same for a statement that is run all the time. */
    String source(Dialect dialect) {
        return dialect.isShared() ? unfolded(column -> true, 0) : source();
    }

    /**
     * On PostgreSQL, half as dear as the function in FROM, which writes each array down before it reads it: 0.6 against 1.2 µs a row of 14
     * columns.
     */
    private String unfolded(IntPredicate wanted, long asOneValue) {
        StringJoiner values = new StringJoiner(", ", "(SELECT ", ") AS i");
        for (int i = 0; i < names.size(); i++) {
            if (wanted.test(i)) {
                String value = (asOneValue & 1L << i) == 0 ? "unnest(" + array(i) + ")" : value(i, "");
                values.add(value + " AS " + names.get(i));
            }
        }
        return values.toString();
    }

    private String array(int column) {
        return value(column, " ARRAY");
    }

    private String value(int column, String array) {
        return "CAST(:" + names.get(column) + " AS " + types.get(column) + array + ")";
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
        String sql = "INSERT INTO " + table + " (" + targets + ") SELECT " + targets + " FROM "
                + usedSource(handle.dialect());
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
    String usedSource(Dialect dialect) {
        if (dialect.isShared()) {
            return unfolded(this::isUsed, single);
        }
        StringBuilder values = new StringBuilder();
        StringJoiner arrays = new StringJoiner(", ", "unnest(", ")");
        StringJoiner columns = new StringJoiner(", ", " AS i(", ")");
        for (int i = 0; i < names.size(); i++) {
            if (isSingle(i)) {
                values.append(", ").append(value(i, "")).append(" AS ").append(names.get(i));
            } else if (isUsed(i)) {
                arrays.add(array(i));
                columns.add(names.get(i));
            }
        }
        String unfolded = arrays.toString() + columns;
        return single == 0 ? unfolded : "(SELECT i.*" + values + " FROM " + unfolded + ") AS i";
    }

    <S extends SqlStatement<S>> S bindUsed(S statement) {
        for (int i = 0; i < names.size(); i++) {
            if (isSingle(i)) {
                statement.bind(names.get(i), columns.get(i).get(0));
            } else if (isUsed(i)) {
                bind(statement, i);
            }
        }
        return statement;
    }
}
