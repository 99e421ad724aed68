package dev.windlass.store.jdbc;

import dev.windlass.store.jdbc.Handle.Work;
import java.sql.Connection;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/** Takes a connection for a piece of work; work within that work shares it, and its transaction. Thread-safe. */
final class Handles {

    private static final Consumer<NamedSql> NOBODY = sql -> {};

    private final Connections source;
    private final Function<String, NamedSql> parser;
    private final ThreadLocal<Handle> current = new ThreadLocal<>();
    private volatile Consumer<NamedSql> watcher = NOBODY;

    Handles(Connections source, Function<String, NamedSql> parser) {
        this.source = source;
        this.parser = parser;
    }

    /** Tells of each statement from now on; for tests. */
    void watch(Consumer<NamedSql> teller) {
        watcher = teller;
    }

    /** @param sql with named parameters; not looked at when nobody watches */
    void told(String sql) {
        if (watcher != NOBODY) {
            watcher.accept(NamedSql.parse(sql));
        }
    }

    /** The connection that this thread has taken. */
    Connection connection() {
        return Objects.requireNonNull(current.get(), "No connection is in use").connection();
    }

    <T> T with(Work<T> work) throws Exception {
        Handle outer = current.get();
        if (outer != null) {
            return work.with(outer);
        }
        Connection connection = source.take();
        Throwable failure = null;
        try {
            Handle handle = on(connection);
            current.set(handle);
            return work.with(handle);
        } catch (Throwable e) {
            failure = e;
            throw e;
        } finally {
            current.remove();
            source.giveBack(connection, failure);
        }
    }

    <T> T inTransaction(Work<T> work) throws Exception {
        return with(handle -> handle.inTransaction(work));
    }

    /** On a connection of somebody else, who closes it. */
    Handle on(Connection connection) {
        return new Handle(connection, source.dialect(), parser, watcher);
    }
}
