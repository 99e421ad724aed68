package dev.windlass.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where connections come from: a pool of our own, with timeouts everywhere, or the host's.
 *
 * @param extra makes connections that are kept for long, apart from the pool
 * @param own the pool to be closed; null when it is the host's
 * @param anchor keeps an H2 database in memory alive while the pool changes its connections; null when there is no such
 */
record Connections(
        DataSource dataSource,
        Callable<Connection> extra,
        @Nullable HikariDataSource own,
        @Nullable Connection anchor) implements AutoCloseable {

    private static final Duration WAIT_FOR_POOL = Duration.ofSeconds(10);

    static Connections of(DataSource dataSource) {
        return new Connections(dataSource, dataSource::getConnection, null, null);
    }

    static Connections pooled(String url, JdbcStoreBuilder settings) {
        boolean h2 = url.startsWith("jdbc:h2:");
        if (!h2 && !url.startsWith("jdbc:postgresql:")) {
            throw StartFailures.refusal("The JDBC URL must begin with jdbc:postgresql: or jdbc:h2:, but is "
                    + StartFailures.withoutSecrets(url));
        }
        String safeUrl = h2 ? H2Url.durable(url) : url;
        Properties properties = h2 ? new Properties() : postgresProperties(settings.timeouts());
        try {
            Connection anchor = H2Url.isMemory(safeUrl) ? connect(safeUrl, settings, properties) : null;
            HikariDataSource pool = new HikariDataSource(config(safeUrl, settings, properties, h2));
            return new Connections(pool, () -> connect(safeUrl, settings, properties), pool, anchor);
        } catch (RuntimeException | SQLException e) {
            throw StartFailures.explain(e, url);
        }
    }

    private static Connection connect(String url, JdbcStoreBuilder settings, Properties properties)
            throws SQLException {
        Properties all = new Properties();
        all.putAll(properties);
        if (settings.user != null) {
            all.setProperty("user", settings.user);
        }
        if (settings.password != null) {
            all.setProperty("password", settings.password);
        }
        return DriverManager.getConnection(url, all);
    }

    private static HikariConfig config(String url, JdbcStoreBuilder settings, Properties properties, boolean h2) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("windlass");
        config.setJdbcUrl(url);
        config.setUsername(settings.user);
        config.setPassword(settings.password);
        properties.forEach((name, value) -> config.addDataSourceProperty(name.toString(), value));
        config.setMaximumPoolSize(settings.poolSize);
        config.setMinimumIdle(Math.min(2, settings.poolSize));
        config.setConnectionTimeout(WAIT_FOR_POOL.toMillis());
        config.setInitializationFailTimeout(1);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionInitSql(init(settings.schema, settings.timeouts(), h2));
        return config;
    }

    private static String init(@Nullable String schema, Timeouts timeouts, boolean h2) {
        if (h2) {
            String session = timeouts.forH2Session();
            return schema == null
                    ? session
                    : "CREATE SCHEMA IF NOT EXISTS " + schema + "; SET SCHEMA " + schema + "; " + session;
        }
        String session = timeouts.forPostgresSession() + "; " + Planner.FOR_SESSION;
        return schema == null ? session : session + "; SET search_path = " + schema;
    }

    private static Properties postgresProperties(Timeouts timeouts) {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "windlass");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", Long.toString(timeouts.socketSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    /** Whether what is stored outlives the process: anything but an H2 database in memory. */
    boolean isDurable() {
        try (Connection connection = dataSource.getConnection()) {
            return !H2Url.isMemory(connection.getMetaData().getURL());
        } catch (SQLException e) {
            throw Failures.translate(e);
        }
    }

    @Override
    public void close() {
        try {
            if (own != null) {
                own.close();
            }
            if (anchor != null) {
                anchor.close();
            }
        } catch (SQLException e) {
            throw Failures.translate(e);
        }
    }
}
