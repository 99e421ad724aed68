package dev.windlass.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A statement that changes rows, for several sets of values that are sent together. */
final class Batch extends SqlStatement<Batch> {

    private final List<Map<String, @Nullable Object>> sets = new ArrayList<>();

    Batch(Handle handle, NamedSql sql) {
        super(handle, sql);
    }

    @Override
    Batch self() {
        return this;
    }

    /** Ends a set: what was bound counts for it, and is still bound in the next one. */
    void add() {
        sets.add(new HashMap<>(values()));
    }

    void execute() {
        if (!sets.isEmpty()) {
            run(PreparedStatement::executeBatch);
        }
    }

    @Override
    void prepare(PreparedStatement statement) throws SQLException {
        for (Map<String, @Nullable Object> set : sets) {
            set(statement, set);
            statement.addBatch();
        }
    }
}
