package dev.windlass.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Opens connections of our own, with timeouts everywhere. Thread-safe. */
final class Opener {

    private static final Duration WAIT_FOR_POOL = Duration.ofSeconds(10);

    private final String url;
    private final Dialect dialect;
    private final Properties properties;
    private final String init;

    Opener(String url, JdbcStoreBuilder settings) {
        boolean h2 = url.startsWith("jdbc:h2:");
        if (!h2 && !url.startsWith("jdbc:postgresql:")) {
            throw StartFailures.refusal("The JDBC URL must begin with jdbc:postgresql: or jdbc:h2:, but is "
                    + StartFailures.withoutSecrets(url));
        }
        this.url = h2 ? H2Url.durable(url) : url;
        dialect = h2 ? Dialect.H2 : Dialect.POSTGRESQL;
        properties = h2 ? new Properties() : postgresProperties(settings.timeouts());
        setIfGiven("user", settings.user);
        setIfGiven("password", settings.password);
        init = init(settings.schema, settings.timeouts());
    }

    private void setIfGiven(String name, @Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }

    private static Properties postgresProperties(Timeouts timeouts) {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "windlass");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", Long.toString(timeouts.socketSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    private String init(@Nullable String schema, Timeouts timeouts) {
        if (dialect == Dialect.H2) {
            String session = timeouts.forH2Session();
            return schema == null
                    ? session
                    : "CREATE SCHEMA IF NOT EXISTS " + schema + "; SET SCHEMA " + schema + "; " + session;
        }
        String session = timeouts.forPostgresSession() + "; " + Planner.FOR_SESSION
                + "; SET default_transaction_isolation = 'read committed'";
        return schema == null ? session : session + "; SET search_path = " + schema;
    }

    Dialect dialect() {
        return dialect;
    }

    boolean isDurable() {
        return !H2Url.isMemory(url);
    }

    /**
     * Without the settings that our statements need. Asks the driver itself: {@code DriverManager} would first look for all drivers of the
     * thread's class loader, which may not even be ours.
     */
    Connection plain() throws SQLException {
        Connection connection = driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("The driver knows no such URL", "08001");
        }
        return connection;
    }

    private Driver driver() {
        try {
            return dialect == Dialect.H2 ? new org.h2.Driver() : new org.postgresql.Driver();
        } catch (NoClassDefFoundError e) {
            throw StartFailures.refusal("There is no JDBC driver for " + dialect + ": add it to the class path");
        }
    }

    Connection ready() throws SQLException {
        Connection connection = plain();
        try (Statement statement = connection.createStatement()) {
            statement.execute(init);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    HikariConfig pool(int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("windlass");
        config.setJdbcUrl(url);
        properties.forEach((name, value) -> config.addDataSourceProperty(name.toString(), value));
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(WAIT_FOR_POOL.toMillis());
        // Whether the database can be used was found out already, and an outage now is like one later.
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql(init);
        return config;
    }
}
