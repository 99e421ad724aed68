package dev.windlass.store.jdbc;

import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Every statement of ours means to follow an index from a handful of keys. PostgreSQL's planner, with statistics from when a table was
 * empty, means otherwise: it then reads ten thousand rows to find one. So for our statements it is told to prefer indexes; where no index
 * serves, it scans all the same. In a pool of our own that holds for the session, in a host's for the transaction only.
 */
final class Planner {

    /**
     * A row by its key, for each row of a batch. Not {@code column = value}: with statistics from when all rows of a queue were dead, the
     * planner takes it that the table has one row, walks along the whole key and compares each row with each of the batch (412 ms for an
     * end of 500 jobs among 2 500, measured). What is no plain equality offers it nothing to walk along; the index finds it all the same.
     */
    static String each(String column, String value) {
        return column + " = ANY(ARRAY[" + value + "])";
    }

    /** A generic plan too, since it is always the same; to plan a claim anew takes longer than the claim. */
    private static final Map<String, String> SETTINGS = new TreeMap<>(Map.of(
            "enable_seqscan", "off",
            "enable_bitmapscan", "off",
            "enable_hashjoin", "off",
            "enable_mergejoin", "off",
            "jit", "off",
            "plan_cache_mode", "force_generic_plan"));

    static final String FOR_SESSION = settings("SET ", false);

    private static final String FOR_TRANSACTION = settings("SET LOCAL ", false);
    private static final String BACK = settings("SET LOCAL ", true);

    private Planner() {}

    private static String settings(String command, boolean back) {
        StringJoiner all = new StringJoiner("; ");
        for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
            all.add(command + setting.getKey() + " = " + (back ? "DEFAULT" : setting.getValue()));
        }
        return all.toString();
    }

    static void preferIndexes(Handle handle) {
        handle.execute(FOR_TRANSACTION);
    }

    /** For a transaction of our own on a connection of somebody else; what that one limits already stays as it is. */
    static void preferIndexes(Handle handle, Timeouts timeouts) {
        handle.execute(FOR_TRANSACTION + "; " + timeouts.forTransaction());
    }

    /** For a transaction that goes on with statements of somebody else. */
    static void decideAsBefore(Handle handle) {
        handle.execute(BACK);
    }
}
