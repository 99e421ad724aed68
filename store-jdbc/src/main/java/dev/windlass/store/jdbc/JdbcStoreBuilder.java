package dev.windlass.store.jdbc;

import dev.windlass.job.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link JdbcJobStore}. Either a URL or a host's own {@link DataSource} is needed. Not thread-safe. */
public final class JdbcStoreBuilder {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,39}");

    private static final int DEFAULT_POOL_SIZE = 8;

    @Nullable
    String url;

    @Nullable
    DataSource dataSource;

    @Nullable
    String user;

    @Nullable
    String password;

    @Nullable
    String schema;

    /** Null for the database's own clock. */
    @Nullable
    InstantSource clock;

    /** Of ids and of pauses. */
    SplittableRandom random = new SplittableRandom();

    private @Nullable Integer poolSize;

    /** Of the marks from which claims look. */
    LongSupplier nanoTime = System::nanoTime;

    String tablePrefix = "windlass_";
    boolean migrate = true;
    private Timeouts timeouts = Timeouts.DEFAULT;

    JdbcStoreBuilder() {}

    /** For example {@code jdbc:postgresql://localhost/jobs} or {@code jdbc:h2:./windlass-data/windlass}. */
    public JdbcStoreBuilder url(String value) {
        url = value;
        return this;
    }

    /**
     * The host's own pool, which the store does not close. On PostgreSQL the store keeps two of its connections for signals between
     * nodes; set {@code statement_timeout}, {@code lock_timeout} and {@code socketTimeout} in it. On H2 its URL must say
     * {@code WRITE_DELAY=0} unless the database is in memory, and should say {@code DB_CLOSE_ON_EXIT=FALSE} and use the {@code async:} file
     * system. Whatever else is about connections is set there, and refused here.
     */
    public JdbcStoreBuilder dataSource(DataSource value) {
        dataSource = value;
        return this;
    }

    public JdbcStoreBuilder user(@Nullable String value) {
        user = value;
        return this;
    }

    public JdbcStoreBuilder password(@Nullable String value) {
        password = value;
        return this;
    }

    /**
     * The schema to keep the tables in; H2 makes it when it is missing, PostgreSQL wants it made before. Not with a {@link #dataSource}, whose
     * default schema is used.
     */
    public JdbcStoreBuilder schema(@Nullable String value) {
        schema = value == null ? null : identifier(value);
        return this;
    }

    /** What the tables' names begin with, {@code windlass_} by default. */
    public JdbcStoreBuilder tablePrefix(String value) {
        tablePrefix = identifier(value);
        return this;
    }

    /** Connections of the store's own, at least 2; 8 by default. On PostgreSQL there are two more for signals between nodes. */
    public JdbcStoreBuilder poolSize(int value) {
        if (value < 2) {
            throw new IllegalArgumentException("The pool needs at least 2 connections, not " + value);
        }
        poolSize = value;
        return this;
    }

    /**
     * How long the database may take for one statement, 30 seconds by default; for a lock it waits no longer than that, and 10 seconds at
     * most. With a {@link #dataSource} on PostgreSQL this holds where the pool sets no such limit itself; on H2 set
     * {@code QUERY_TIMEOUT} and {@code LOCK_TIMEOUT} in its URL.
     */
    public JdbcStoreBuilder statementTimeout(Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException("The statement timeout must be a millisecond at least, not " + value);
        }
        timeouts = new Timeouts(value);
        return this;
    }

    int poolSize() {
        return poolSize == null ? DEFAULT_POOL_SIZE : poolSize;
    }

    Timeouts timeouts() {
        return timeouts;
    }

    /** Whether the store makes and updates its tables itself; otherwise it checks that they are as it needs them. */
    public JdbcStoreBuilder migrate(boolean value) {
        migrate = value;
        return this;
    }

    /** Reckons by this clock instead of the database's; for tests. */
    JdbcStoreBuilder clock(InstantSource value) {
        clock = value;
        return this;
    }

    /** Lets the marks from which claims look grow old by this; for tests. */
    JdbcStoreBuilder nanoTime(LongSupplier value) {
        nanoTime = value;
        return this;
    }

    private static String identifier(String value) {
        if (!IDENTIFIER.matcher(value).matches()) {
            throw new IllegalArgumentException("Not usable as a name in SQL: " + value);
        }
        return value;
    }

    /**
     * Opens the store, and makes or updates its tables unless told otherwise.
     *
     * @throws StoreException when the database cannot be used; the message says in one line what to do
     * @throws IllegalArgumentException when there is neither a URL nor a {@link #dataSource}, or both, or a setting that the latter does not heed
     */
    public JdbcJobStore open() {
        if ((url == null) == (dataSource == null)) {
            throw new IllegalArgumentException("Either a JDBC URL or a DataSource is needed");
        }
        refuseUnheeded();
        Connections connections = dataSource == null
                ? OwnConnections.open(Objects.requireNonNull(url), this)
                : HostConnections.of(dataSource);
        try {
            return JdbcJobStore.start(connections, this);
        } catch (RuntimeException e) {
            connections.close();
            throw StartFailures.explain(e, url);
        }
    }

    private void refuseUnheeded() {
        refuseUnheeded("schema", schema);
        refuseUnheeded("user", user);
        refuseUnheeded("password", password);
        refuseUnheeded("poolSize", poolSize);
    }

    private void refuseUnheeded(String setting, @Nullable Object value) {
        if (dataSource != null && value != null) {
            throw new IllegalArgumentException("With a DataSource, " + setting + " is to be set there and not here");
        }
    }
}
