package dev.windlass.store.jdbc;

import dev.windlass.job.StoreException;
import java.sql.Connection;
import java.sql.SQLTransientException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * Runs reads and transactions. On H2 writers take turns: its row locks would make a second claim wait for the first one and then find
 * nothing, and its commits are serial anyway.
 */
final class Database {

    private static final String DEFAULT_PREFIX = "windlass_";
    private static final int TRIES = 5;
    private static final int MOST_RENDERED = 1_000;
    private static final String SERVER_NOW = "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)";

    private final Jdbi jdbi;
    private final Dialect dialect;
    private final StoreClock clock;
    private final String prefix;
    private final boolean tuned;
    private final Timeouts timeouts;
    private final Map<String, String> rendered = new ConcurrentHashMap<>();
    private final ReentrantLock writers = new ReentrantLock(true);
    private volatile boolean closed;

    /** @param tuned whether each transaction has to say how it wants to be planned, because the connections are a host's */
    Database(Jdbi jdbi, Dialect dialect, StoreClock clock, String prefix, boolean tuned, Timeouts timeouts) {
        this.dialect = dialect;
        this.clock = clock;
        this.prefix = prefix;
        this.tuned = tuned;
        this.timeouts = timeouts;
        this.jdbi = configure(jdbi);
    }

    private Jdbi configure(Jdbi plain) {
        // JDBI remembers what a parsing engine made of a text.
        TemplateEngine engine = (TemplateEngine.Parsing) (sql, config) -> {
            String rendered = render(sql);
            return Optional.of(context -> rendered);
        };
        plain.configure(
                SqlStatements.class,
                statements -> statements.setTemplateEngine(engine).setUnusedBindingAllowed(true));
        return plain.registerArrayType(UUID.class, "uuid")
                .registerArrayType(Long.class, "bigint")
                .registerArrayType(Integer.class, "integer")
                .registerArrayType(Boolean.class, "boolean")
                .registerArrayType(String.class, "varchar")
                .registerArrayType(byte[].class, "bytea");
    }

    /** The same object each time, so that its hash is reckoned once: statements are looked up by their text at every call. */
    private String render(String sql) {
        String known = rendered.get(sql);
        if (known == null) {
            known = rendering(sql);
            if (rendered.size() < MOST_RENDERED) {
                rendered.put(sql, known);
            }
        }
        return known;
    }

    private String rendering(String sql) {
        String timed = sql.replace("{now}", clock.isServerTime() ? SERVER_NOW : ":now");
        return prefix.equals(DEFAULT_PREFIX) ? timed : timed.replace(DEFAULT_PREFIX, prefix);
    }

    /** Tells of each statement from now on; for tests. */
    void watch(SqlLogger logger) {
        jdbi.setSqlLogger(logger);
    }

    Dialect dialect() {
        return dialect;
    }

    StoreClock clock() {
        return clock;
    }

    String prefix() {
        return prefix;
    }

    /** Runs one statement that only reads, or several whose results need not belong to one moment. */
    <T> T read(HandleCallback<T, Exception> work) {
        checkOpen();
        try {
            return tuned ? jdbi.inTransaction(tuned(work)) : jdbi.withHandle(work);
        } catch (Exception e) {
            throw Failures.translate(e);
        }
    }

    /** Runs a transaction, again when it collided with another one: the work must bear that. */
    <T> T write(HandleCallback<T, Exception> work) {
        checkOpen();
        if (dialect.isShared()) {
            return transaction(work);
        }
        takeTurn();
        try {
            return transaction(work);
        } finally {
            writers.unlock();
        }
    }

    /** Bounded, so that one writer that hangs makes the others fail rather than hang too. */
    private void takeTurn() {
        try {
            if (!writers.tryLock(timeouts.statement().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreException(
                        "The database is busy: no turn to write within " + timeouts.statement(),
                        new SQLTransientException("busy", "HYT00"),
                        true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Interrupted while waiting for a turn to write", e, true);
        }
    }

    /** Runs one statement that writes, again when it collided. Where it can it commits by itself, which spares a round trip. */
    <T> T writeAtOnce(HandleCallback<T, Exception> oneStatement) {
        if (tuned || !dialect.isShared()) {
            return write(oneStatement);
        }
        checkOpen();
        return repeated(() -> jdbi.withHandle(oneStatement));
    }

    private <T> T transaction(HandleCallback<T, Exception> work) {
        return repeated(() -> jdbi.inTransaction(tuned ? tuned(work) : work));
    }

    private static <T> T repeated(Callable<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.call();
            } catch (Exception e) {
                if (attempt == TRIES || !Failures.isCollision(e)) {
                    throw Failures.translate(e);
                }
            }
        }
    }

    /** Runs work in the transaction of a connection that belongs to somebody else, who commits and closes it. */
    <T> T join(Connection connection, HandleCallback<T, Exception> work) {
        checkOpen();
        Jdbi borrowed = configure(Jdbi.create(new Borrowed(connection)));
        try (Handle handle = borrowed.open()) {
            return dialect.isShared() ? joined(handle, work) : work.withHandle(handle);
        } catch (Exception e) {
            throw Failures.translate(e);
        }
    }

    private <T> HandleCallback<T, Exception> tuned(HandleCallback<T, Exception> work) {
        return handle -> {
            Planner.preferIndexes(handle, timeouts);
            return work.withHandle(handle);
        };
    }

    private static <T> T joined(Handle handle, HandleCallback<T, Exception> work) throws Exception {
        Planner.preferIndexes(handle);
        T result = work.withHandle(handle);
        Planner.decideAsBefore(handle);
        return result;
    }

    void close() {
        closed = true;
    }

    /** @throws StoreException when it is closed */
    void checkOpen() {
        if (closed) {
            throw new StoreException("The store is closed", new IllegalStateException("closed"), false);
        }
    }
}
