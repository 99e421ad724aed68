package dev.windlass.examples.benchmarks.contender;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** LISTEN and NOTIFY by hand. */
final class RawSignals implements AutoCloseable {

    private final Connection connection;
    private final Thread listener;
    private volatile boolean closed;

    /** @param heard runs once for each message */
    RawSignals(DataSource source, Runnable heard) throws SQLException {
        connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN raw");
        }
        listener = new Thread(() -> listen(heard), "raw-listener");
        listener.start();
    }

    static void tell(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("NOTIFY raw");
        }
    }

    private void listen(Runnable heard) {
        try {
            PGConnection postgres = connection.unwrap(PGConnection.class);
            while (!closed) {
                var messages = postgres.getNotifications(200);
                if (messages != null && messages.length > 0) {
                    heard.run();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        listener.join();
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
