package dev.windlass.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** Makes H2 keep what it acknowledged, and refuses ways of opening it that the store cannot vouch for. */
final class H2Url {

    private static final String SCHEME = "jdbc:h2:";

    private H2Url() {}

    /**
     * Forces {@code WRITE_DELAY=0}, since H2 otherwise loses up to half a second of commits in a crash; {@code DB_CLOSE_ON_EXIT=FALSE},
     * since its own shutdown hook races the drain; and the {@code async:} file system, since with the others an interrupt of one thread
     * closes the database for all.
     */
    static String durable(String url) {
        String upper = url.toUpperCase(Locale.ROOT);
        String rest = url.substring(SCHEME.length());
        if (upper.contains("AUTO_SERVER=TRUE") || rest.startsWith("tcp:") || rest.startsWith("ssl:")) {
            throw StartFailures.refusal("H2 can be used by one process only, without AUTO_SERVER and not over tcp:;"
                    + " use PostgreSQL for several processes");
        }
        if (isMemory(url)) {
            return url;
        }
        return SCHEME + async(rest) + setting(upper, "WRITE_DELAY=0") + setting(upper, "DB_CLOSE_ON_EXIT=FALSE");
    }

    /**
     * Of a host's own database, whose settings are not ours to change: they hold for all that is in it, and a pool's URL would set them back.
     *
     * @throws dev.windlass.job.StoreException when a crash could lose what was acknowledged
     */
    static void checkDurable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT setting_value FROM information_schema.settings"
                        + " WHERE setting_name = 'WRITE_DELAY'")) {
            if (!rows.next() || !rows.getString(1).equals("0")) {
                throw StartFailures.refusal(
                        "H2 writes commits to the disk up to half a second late, and would lose jobs in a"
                                + " crash: add ;WRITE_DELAY=0 to the JDBC URL of the DataSource");
            }
        }
    }

    static boolean isMemory(String url) {
        return url.startsWith(SCHEME + "mem:");
    }

    private static String async(String rest) {
        String path = rest.startsWith("file:") ? rest.substring("file:".length()) : rest;
        boolean plain = !path.matches("(?s)[a-zA-Z]{2,}:.*");
        return plain ? "async:" + path : path;
    }

    private static String setting(String url, String setting) {
        String name = setting.substring(0, setting.indexOf('=') + 1);
        if (url.contains(";" + setting)) {
            return "";
        } else if (url.contains(";" + name)) {
            throw StartFailures.refusal("The H2 URL must not set " + name + " to anything but what the store needs, "
                    + setting + "; leave it out");
        }
        return ";" + setting;
    }
}
