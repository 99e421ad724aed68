package dev.windlass.store.jdbc;

import dev.windlass.job.StoreException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells failures apart: the database is out of reach, two transactions collided, or the data was refused. */
final class Failures {

    private static final Set<String> COLLISIONS = Set.of("40001", "40P01");

    private static final String READ_ONLY = "25006";

    /**
     * 25006: a standby that is not yet promoted; 55P03, 57014: a timeout; 53xxx: too many connections, disk full; 58xxx: the server's
     * disk; H2's 90028 and 90031: ours, its other 90xxx: a database that was closed.
     */
    private static final Set<String> TRANSIENT = Set.of(
            READ_ONLY, "25P03", "55P03", "57014", "57P01", "57P02", "57P03", "57P05", "HYT00", "90028", "90031",
            "90067", "90098", "90121");

    private Failures() {}

    /** What a caller is to see: failures of the database as a {@link StoreException}, all others as they are. */
    static RuntimeException translate(Exception failure) {
        SQLException cause = sqlException(failure);
        if (cause == null && failure instanceof RuntimeException other) {
            return other;
        }
        String message = cause == null ? failure.getMessage() : cause.getMessage();
        return failure instanceof StoreException known
                ? known
                : new StoreException(
                        "The database failed: " + firstLine(message), failure, cause != null && isTransient(cause));
    }

    /** Whether the transaction lost against another one and may simply be repeated. */
    static boolean isCollision(Exception failure) {
        SQLException cause = sqlException(failure);
        return cause != null && COLLISIONS.contains(state(cause));
    }

    /** Whether the connection leads to a server that only lets us read, for as long as it is open. */
    static boolean isReadOnly(@Nullable Throwable failure) {
        SQLException cause = sqlException(failure);
        return cause != null && state(cause).equals(READ_ONLY);
    }

    /** Whether the data was refused, so that other rows of the same batch may still be stored. */
    static boolean isBadData(Exception failure) {
        SQLException cause = sqlException(failure);
        return cause != null && (state(cause).startsWith("22") || state(cause).startsWith("23"));
    }

    static boolean isTransient(SQLException failure) {
        String state = state(failure);
        return failure instanceof SQLTransientException
                || COLLISIONS.contains(state)
                || TRANSIENT.contains(state)
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("58");
    }

    static String state(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "" : state;
    }

    static @Nullable SQLException sqlException(@Nullable Throwable failure) {
        SQLException found = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && (found == null || sql.getSQLState() != null)) {
                found = sql;
            }
        }
        return found;
    }

    static String firstLine(@Nullable String message) {
        return message == null
                ? "no message"
                : message.lines().findFirst().orElse("no message").strip();
    }
}
