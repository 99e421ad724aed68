package dev.windlass.store.jdbc;

import dev.windlass.job.StoreException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Says in one line why a store cannot start and what to do about it. */
final class StartFailures {

    private static final String H2_IN_USE = "90020";

    private StartFailures() {}

    static StoreException refusal(String message) {
        return new StoreException(message, new IllegalArgumentException(message), false);
    }

    /** @param url null when the host gave a DataSource */
    static RuntimeException explain(Exception failure, @Nullable String url) {
        if (failure instanceof StoreException known
                && !(Failures.sqlException(known.getCause()) instanceof SQLException)) {
            return known;
        }
        SQLException cause = Failures.sqlException(failure);
        if (cause == null) {
            return failure instanceof RuntimeException other ? other : new IllegalStateException(failure);
        }
        String where = url == null ? "the database" : withoutSecrets(url);
        String reason = Failures.firstLine(cause.getMessage());
        return new StoreException(advice(cause, where) + " (" + reason + ")", failure, Failures.isTransient(cause));
    }

    private static String advice(SQLException cause, String where) {
        String state = Failures.state(cause);
        if (state.equals("3D000")) {
            return "There is no such database: create it, or correct the JDBC URL " + where;
        } else if (state.equals("28P01") || state.equals("28000")) {
            return "The database refuses the user or the password: correct them for " + where;
        } else if (state.equals("42501")) {
            return "The database user lacks rights: grant it CREATE on the schema, and reading and writing of the tables, in "
                    + where;
        } else if (state.equals("25006")) {
            return "The database only lets us read: connect to the primary, as a user that may write, in " + where;
        } else if (state.equals(H2_IN_USE)) {
            return "The H2 file is already open in another process: stop that one, or use PostgreSQL for several processes; "
                    + where;
        } else if (state.startsWith("08")) {
            return "The database cannot be reached: check that it runs and that the JDBC URL is right, " + where;
        } else if (state.equals("42P07") || state.equals("42S01")) {
            return "Tables of an unfinished set-up, or of something else, are in the way: drop those whose names begin like ours,"
                    + " or name another schema or table prefix, in " + where;
        } else if (state.equals("3F000")) {
            return "There is no schema to keep the tables in: create it, or name another one, in " + where;
        }
        return "The database cannot be used, " + where;
    }

    /** URLs may carry a password. */
    static String withoutSecrets(String url) {
        return url.replaceAll("(?i)(password=)[^&;]*", "$1…").replaceAll("//[^/@]*@", "//…@");
    }
}
