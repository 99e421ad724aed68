package dev.windlass.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The schema of one test class, made once and emptied before each test. */
record CleanSchema(String name) {

    private static final Map<Class<?>, CleanSchema> BY_CLASS = new ConcurrentHashMap<>();

    static CleanSchema of(Class<?> test) {
        return BY_CLASS.computeIfAbsent(test, key -> {
            try {
                return new CleanSchema(TestPostgres.newSchema());
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    JdbcStoreBuilder builder() {
        return TestPostgres.builder(name);
    }

    void empty() throws SQLException {
        try (Connection connection = TestPostgres.connect();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = '" + name
                    + "' AND tablename NOT LIKE '%schema'")) {
                while (rows.next()) {
                    tables.add(name + "." + rows.getString(1));
                }
            }
            for (String table : tables) {
                statement.execute("DELETE FROM " + table);
            }
        }
    }
}
