package dev.windlass.store.jdbc;

import dev.windlass.job.StoreException;
import dev.windlass.store.jdbc.Handle.Work;
import java.sql.Connection;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jdbi.v3.core.HandleCallback;
import org.jspecify.annotations.Nullable;

/**
 * Runs reads and transactions. On H2 writers take turns: its row locks would make a second claim wait for the first one and then find
 * nothing, and its commits are serial anyway.
 */
final class Database {

    private static final String DEFAULT_PREFIX = "windlass_";
    private static final int MOST_REMEMBERED = 1_000;
    private static final String SERVER_NOW = "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)";

    private final Handles handles;
    private final Dialect dialect;
    private final StoreClock clock;
    private final String prefix;

    /** Whether each transaction has to say how it wants to be planned, because the connections are a host's. */
    private final boolean tuned;

    private final Timeouts timeouts;
    private final Collisions collisions;
    private final Map<String, NamedSql> parsed = new ConcurrentHashMap<>();
    private final ReentrantLock writers = new ReentrantLock(true);
    private volatile @Nullable LookUps lookUps;
    private volatile boolean closed;

    Database(Connections connections, StoreClock clock, String prefix, Timeouts timeouts, Collisions collisions) {
        this.handles = new Handles(connections, this::parse);
        this.dialect = connections.dialect();
        this.clock = clock;
        this.prefix = prefix;
        this.tuned = dialect.isShared() && connections.areHosts();
        this.timeouts = timeouts;
        this.collisions = collisions;
    }

    private NamedSql parse(String sql) {
        NamedSql known = parsed.get(sql);
        if (known == null) {
            known = NamedSql.parse(render(sql));
            if (parsed.size() < MOST_REMEMBERED) {
                parsed.put(sql, known);
            }
        }
        return known;
    }

    private String render(String sql) {
        String timed = sql.replace("{now}", clock.isServerTime() ? SERVER_NOW : ":now");
        return prefix.equals(DEFAULT_PREFIX) ? timed : timed.replace(DEFAULT_PREFIX, prefix);
    }

    /** Tells of each statement from now on; for tests. */
    void watch(Consumer<NamedSql> teller) {
        handles.watch(teller);
    }

    Dialect dialect() {
        return dialect;
    }

    StoreClock clock() {
        return clock;
    }

    Collisions collisions() {
        return collisions;
    }

    String prefix() {
        return prefix;
    }

    /** Runs one statement that only reads, or several whose results need not belong to one moment. */
    <T> T read(Work<T> work) {
        checkOpen();
        try {
            return tuned ? handles.inTransaction(tuned(work)) : handles.with(work);
        } catch (Exception e) {
            throw Failures.translate(e);
        }
    }

    /** Looks something up for somebody, as {@link #read}. */
    <T> T lookUp(HandleCallback<T, Exception> work) {
        LookUps known = lookUps;
        LookUps ready = known == null ? new LookUps(handles, this::render) : known;
        lookUps = ready;
        return read(handle -> ready.run(work));
    }

    /** Runs a transaction, again when it collided with another one: the work must bear that. */
    <T> T write(Work<T> work) {
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

    /**
     * As {@link #write}, and gives up on a server that says nothing for so long: each other connection may still be answered.
     *
     * @param answer a second at least is waited
     */
    <T> T writeWithin(Duration answer, Work<T> work) {
        if (!dialect.isShared()) {
            return write(work);
        }
        checkOpen();
        int millis = (int) Math.min(Integer.MAX_VALUE, Math.max(1_000, answer.toMillis()));
        return collisions.repeated(() ->
                handles.with(handle -> handle.answeredWithin(millis, same -> same.inTransaction(ready(work)))));
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
    <T> T writeAtOnce(Work<T> oneStatement) {
        if (tuned || !dialect.isShared()) {
            return write(oneStatement);
        }
        checkOpen();
        return collisions.repeated(() -> handles.with(oneStatement));
    }

    private <T> T transaction(Work<T> work) {
        return collisions.repeated(() -> handles.inTransaction(ready(work)));
    }

    private <T> Work<T> ready(Work<T> work) {
        return tuned ? tuned(work) : work;
    }

    /** Runs work in the transaction of a connection that belongs to somebody else, who commits and closes it. */
    <T> T join(Connection connection, Work<T> work) {
        checkOpen();
        Handle handle = handles.on(connection);
        try {
            return dialect.isShared() ? joined(handle, work) : work.with(handle);
        } catch (Exception e) {
            throw Failures.translate(e);
        }
    }

    private <T> Work<T> tuned(Work<T> work) {
        return handle -> {
            Planner.preferIndexes(handle, timeouts);
            return work.with(handle);
        };
    }

    private static <T> T joined(Handle handle, Work<T> work) throws Exception {
        Planner.Before before = Planner.Before.preferringIndexes(handle);
        try {
            T result = work.with(handle);
            before.restore(handle);
            return result;
        } catch (Exception e) {
            restore(handle, before, e);
            throw e;
        }
    }

    /** A transaction that the database has given up forgets our settings by itself. */
    private static void restore(Handle handle, Planner.Before before, Exception why) {
        try {
            before.restore(handle);
        } catch (SqlFailure e) {
            why.addSuppressed(e);
        }
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
