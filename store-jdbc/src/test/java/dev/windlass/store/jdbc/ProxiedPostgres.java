package dev.windlass.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The schema of a test class on the real PostgreSQL, and a proxy before it that can fail; the tables are checked when it is closed. */
final class ProxiedPostgres implements AutoCloseable {

    final CleanSchema schema;
    final FaultyProxy proxy;

    ProxiedPostgres(Class<?> test) throws Exception {
        schema = CleanSchema.of(test);
        schema.empty();
        proxy = new FaultyProxy(port(), 42);
    }

    private static int port() {
        return Integer.parseInt(TestPostgres.url().replaceAll(".*:(\\d+)/.*", "$1"));
    }

    /** Of a store that reaches the database through the proxy. */
    JdbcStoreBuilder builder() {
        return schema.builder().url(TestPostgres.url().replace(":" + port() + "/", ":" + proxy.port() + "/"));
    }

    /** @param sql with {@code %s} for the schema; run past the proxy */
    List<String> column(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = TestPostgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql.formatted(schema.name()))) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    @Override
    public void close() throws Exception {
        proxy.close();
        Invariants.checkPostgres(schema.name());
    }
}
