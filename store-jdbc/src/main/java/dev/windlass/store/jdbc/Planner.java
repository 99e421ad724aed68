package dev.windlass.store.jdbc;

import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Every statement of ours means to follow an index from a handful of keys. PostgreSQL's planner, with statistics from when a table was
 * empty, means otherwise: it then reads ten thousand rows to find one. So for our statements it is told to prefer indexes; where no index
 * serves, it scans all the same. In a pool of our own that holds for the session, in a host's for the transaction only.
 */
final class Planner {

    private static final List<String> SWITCHES =
            List.of("enable_seqscan", "enable_bitmapscan", "enable_hashjoin", "enable_mergejoin", "jit");

    static final String FOR_SESSION = switches("SET %s = off");

    private static final String FOR_TRANSACTION = switches("SET LOCAL %s = off");
    private static final String BACK = switches("SET LOCAL %s = DEFAULT");

    private Planner() {}

    private static String switches(String pattern) {
        return SWITCHES.stream().map(pattern::formatted).collect(Collectors.joining("; "));
    }

    static void preferIndexes(Handle handle) {
        handle.execute(FOR_TRANSACTION);
    }

    /** For a transaction that goes on with statements of somebody else. */
    static void decideAsBefore(Handle handle) {
        handle.execute(BACK);
    }
}
