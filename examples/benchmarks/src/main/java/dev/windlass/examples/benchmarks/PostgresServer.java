package dev.windlass.examples.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A PostgreSQL of our own, with the durability that it comes with: fsync and synchronous_commit are on. */
final class PostgresServer implements AutoCloseable {

    private final EmbeddedPostgres server;
    private int databases;

    /** @param directory on the disk that is to be measured */
    PostgresServer(Path directory) throws IOException {
        server = EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "8GB")
                .setServerConfig("checkpoint_timeout", "30min")
                .setServerConfig("max_connections", "200")
                .start();
    }

    /** The URL of a database that nobody has used yet. */
    String freshDatabase() throws SQLException {
        String name = "bench" + databases++;
        execute("CREATE DATABASE " + name);
        return server.getJdbcUrl("postgres", name);
    }

    void drop(String url) throws SQLException {
        String name = url.replaceAll(".*/(bench\\d+).*", "$1");
        execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    String version() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            return connection.getMetaData().getDatabaseProductVersion();
        }
    }

    private void execute(String sql) throws SQLException {
        DataSource source = server.getPostgresDatabase();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
