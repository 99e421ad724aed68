package dev.windlass.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Where connections come from. Thread-safe. */
interface Connections extends AutoCloseable {

    /** @throws SQLException when there is none to be had */
    Connection take() throws SQLException;

    /** @param failure what came of its use; null when nothing did */
    void giveBack(Connection taken, @Nullable Throwable failure) throws SQLException;

    /** A connection that is kept for long; whoever has it closes it. */
    Connection extra() throws SQLException;

    Dialect dialect();

    /** Whether what is stored outlives the process: anything but an H2 database in memory. */
    boolean isDurable();

    /** Whether they are a host's, which knows nothing of what our statements need. */
    boolean areHosts();

    @Override
    void close();
}
