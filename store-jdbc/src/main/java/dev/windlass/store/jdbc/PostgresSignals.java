package dev.windlass.store.jdbc;

import dev.windlass.spi.StoreListener;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * LISTEN and NOTIFY, each on a thread and a connection of its own: a NOTIFY within a commit would make all commits of the database take
 * turns. The first goes out at once, and what comes soon after it goes together: within 5 ms, or 25 ms when there is much.
 */
final class PostgresSignals extends Signals {

    /** Between two signals that come alone, and between those of a busy node. */
    private static final long SHORTEST_DEBOUNCE_MILLIS = 5;

    private static final long LONGEST_DEBOUNCE_MILLIS = 25;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** How often a silent connection is tried. One that broke for good is noticed at once, and the nodes poll meanwhile. */
    private static final int LISTEN_MILLIS = 30_000;

    private static final int ANSWER_SECONDS = 5;

    /** Until then a store that opens has enough to do; whoever begins to listen looks for what was told before. */
    private static final long FIRST_CONNECTION_MILLIS = 200;

    private final Callable<Connection> connections;
    private final String channel;
    private final String self = Long.toHexString(new SplittableRandom().nextLong());
    private final PendingSignals pending = new PendingSignals();
    private final Thread notifier;
    private final Thread receiver;
    private volatile boolean closed;
    private volatile @Nullable Connection listening;
    private volatile @Nullable Connection notifying;

    private final boolean commitsLazily;

    /** What was taken to be told and may have been lost with its connection; of the notifier's thread. */
    private @Nullable String unsent;

    PostgresSignals(Callable<Connection> connections, String channel, boolean commitsLazily) {
        this.connections = connections;
        this.channel = channel;
        this.commitsLazily = commitsLazily;
        notifier = daemon("windlass-notify", this::notifyOthers);
        receiver = daemon("windlass-listen", this::receive);
    }

    /** Looks around in the database, in one round trip. */
    static PostgresSignals of(Callable<Connection> connections, Database database) {
        String prefix = database.prefix().toLowerCase(Locale.ROOT);
        return database.read(handle -> handle.createQuery(
                        "SELECT CURRENT_SCHEMA, current_setting('synchronous_commit')")
                .map(rows -> new PostgresSignals(
                        connections,
                        PendingSignals.channel(rows.getString(1) + "." + prefix),
                        rows.getString(2).equals("off")))
                .one());
    }

    void start() {
        if (commitsLazily) {
            log().warn(
                            "synchronous_commit is off: a crash of the database server can lose jobs that were acknowledged");
        }
        startNotifying();
        startListening();
    }

    void startNotifying() {
        notifier.start();
    }

    void startListening() {
        receiver.start();
    }

    private static Thread daemon(String name, Runnable loop) {
        Thread thread = new Thread(loop, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    void workAdded() {
        pending.work();
    }

    @Override
    void workAvailable() {
        pending.work();
        super.workAvailable();
    }

    @Override
    void cancelRequested() {
        pending.cancel();
        super.cancelRequested();
    }

    @Override
    void deliveriesAvailable() {
        pending.deliveries();
        super.deliveriesAvailable();
    }

    @Override
    void changed(Collection<UUID> ids) {
        pending.changed(ids);
        super.changed(ids);
    }

    private void notifyOthers() {
        repeat(connection -> {
            notifying = connection;
            // Does not wait for a flush to disk, since such a transaction writes nothing that is logged.
            try (PreparedStatement notify = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
                long debounce = SHORTEST_DEBOUNCE_MILLIS;
                while (!closed) {
                    String text = unsent == null ? pending.take() : unsent;
                    unsent = text;
                    notify.setString(1, channel);
                    notify.setString(2, self + " " + text);
                    notify.execute();
                    unsent = null;
                    Thread.sleep(debounce);
                    debounce = pending.isEmpty()
                            ? SHORTEST_DEBOUNCE_MILLIS
                            : Math.min(2 * debounce, LONGEST_DEBOUNCE_MILLIS);
                }
            }
        });
    }

    private void receive() {
        repeat(connection -> {
            listening = connection;
            try (Statement statement = connection.createStatement()) {
                statement.execute("LISTEN " + channel);
                try {
                    listen(connection);
                } finally {
                    statement.execute("UNLISTEN *");
                }
            }
        });
    }

    private void listen(Connection connection) throws SQLException {
        tell(PendingSignals.EVERYTHING);
        PGConnection postgres = connection.unwrap(PGConnection.class);
        while (!closed) {
            PGNotification[] notes = postgres.getNotifications(LISTEN_MILLIS);
            if ((notes == null || notes.length == 0) && !connection.isValid(ANSWER_SECONDS)) {
                throw new SQLException("The connection is gone", "08006");
            }
            hear(notes);
        }
    }

    private void hear(PGNotification @Nullable [] notes) {
        for (PGNotification note : notes == null ? new PGNotification[0] : notes) {
            String text = note.getParameter();
            int space = text.indexOf(' ');
            if (space > 0 && !text.substring(0, space).equals(self)) {
                tell(text.substring(space + 1));
            }
        }
    }

    private void tell(String payload) {
        StoreListener to = listener();
        if (to != null) {
            PendingSignals.tell(payload, to);
        }
    }

    private interface Loop {
        void run(Connection connection) throws Exception;
    }

    /** Runs the loop on a new connection whenever the last one broke, with growing pauses. */
    private void repeat(Loop loop) {
        long pause = LONGEST_DEBOUNCE_MILLIS;
        boolean goesOn = sleep(FIRST_CONNECTION_MILLIS);
        while (goesOn && !closed) {
            long began = System.nanoTime();
            try (Connection connection = connections.call()) {
                connection.setAutoCommit(true);
                loop.run(connection);
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                boolean lasted = System.nanoTime() - began > LONGEST_PAUSE.toNanos();
                pause = lasted ? LONGEST_DEBOUNCE_MILLIS : Math.min(pause * 2, LONGEST_PAUSE.toMillis());
                report(e);
                goesOn = sleep(pause);
            }
        }
    }

    private void report(Exception failure) {
        if (!closed) {
            log().warn(
                            "Signals between nodes are interrupted, polling goes on: {}",
                            Failures.firstLine(failure.getMessage()));
        }
    }

    private static boolean sleep(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        notifier.interrupt();
        receiver.interrupt();
        closeQuietly(listening);
        closeQuietly(notifying);
    }

    private static void closeQuietly(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                log().debug("A connection did not close", e);
            }
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(PostgresSignals.class);
    }
}
