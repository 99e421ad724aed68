package dev.windlass.store.jdbc;

import java.sql.Connection;
import org.jdbi.v3.core.ConnectionFactory;

/** Lends a connection that stays open and in its owner's transaction. */
record Borrowed(Connection connection) implements ConnectionFactory {

    @Override
    public Connection openConnection() {
        return connection;
    }

    @Override
    public void closeConnection(Connection lent) {
        // It is the owner's to close.
    }
}
