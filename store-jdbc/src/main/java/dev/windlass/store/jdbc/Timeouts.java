package dev.windlass.store.jdbc;

import java.time.Duration;

/**
 * How long the database may keep us waiting, so that nothing hangs for good.
 *
 * @param statement for one statement, and on H2 for the turn to write
 */
record Timeouts(Duration statement) {

    static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(30));

    private static final Duration LONGEST_LOCK = Duration.ofSeconds(10);
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(60);

    private Duration lock() {
        return statement.compareTo(LONGEST_LOCK) < 0 ? statement : LONGEST_LOCK;
    }

    /** For a server that does not even say that it took too long. In seconds, as the PostgreSQL driver wants it. */
    long socketSeconds() {
        return statement.toSeconds() + LONGEST_LOCK.toSeconds();
    }

    /** What a session of a pool of our own on PostgreSQL sets. */
    String forPostgresSession() {
        return "SET statement_timeout = " + statement.toMillis() + "; SET lock_timeout = " + lock().toMillis()
                + "; SET idle_in_transaction_session_timeout = " + LONGEST_IDLE.toMillis();
    }

    /** What a session of a pool of our own on H2 sets. */
    String forH2Session() {
        return "SET QUERY_TIMEOUT " + statement.toMillis() + "; SET LOCK_TIMEOUT " + lock().toMillis();
    }

    /** Limits what a host's pool on PostgreSQL leaves without a limit, for the transaction. */
    String forTransaction() {
        return unlessSet("statement_timeout", statement) + "; " + unlessSet("lock_timeout", lock());
    }

    private static String unlessSet(String name, Duration value) {
        return "SELECT set_config('" + name + "', '" + value.toMillis() + "', true) WHERE current_setting('" + name
                + "') = '0'";
    }
}
