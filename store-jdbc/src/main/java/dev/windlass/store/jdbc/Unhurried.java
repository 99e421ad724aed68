package dev.windlass.store.jdbc;

import dev.windlass.store.jdbc.Handle.Work;

/**
 * Lifts the time limits of a connection while a migration is at work: how long that takes depends on how much is stored, and on who else
 * migrates. What waits for it has limits of its own.
 */
final class Unhurried {

    /** The waiting is for those who migrate at the same time, and for whoever still reads the tables. */
    private static final String POSTGRES = "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0";

    private static final String H2_LIMIT =
            "SELECT setting_value FROM information_schema.settings WHERE setting_name = 'QUERY_TIMEOUT'";

    private Unhurried() {}

    /** Within the transaction that is open. */
    static <T> T run(Handle handle, Work<T> migration) throws Exception {
        return handle.dialect() == Dialect.H2 ? onH2(handle, migration) : onPostgres(handle, migration);
    }

    private static <T> T onPostgres(Handle handle, Work<T> migration) throws Exception {
        handle.execute(POSTGRES);
        return handle.answeredWithin(0, migration);
    }

    private static <T> T onH2(Handle handle, Work<T> migration) throws Exception {
        String limit = handle.createQuery(H2_LIMIT).mapTo(String.class).one();
        handle.execute("SET QUERY_TIMEOUT 0");
        try {
            return migration.with(handle);
        } finally {
            handle.execute("SET QUERY_TIMEOUT " + limit);
        }
    }
}
