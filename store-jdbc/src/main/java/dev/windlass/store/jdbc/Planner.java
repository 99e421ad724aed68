package dev.windlass.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

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

    static final String FOR_SESSION = settings("SET ");

    private static final String FOR_TRANSACTION = settings("SET LOCAL ");

    private Planner() {}

    private static String settings(String command) {
        StringJoiner all = new StringJoiner("; ");
        for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
            all.add(command + setting.getKey() + " = " + setting.getValue());
        }
        return all.toString();
    }

    /** For a transaction of our own on a connection of somebody else; what that one limits already stays as it is. */
    static void preferIndexes(Handle handle, Timeouts timeouts) {
        handle.execute(FOR_TRANSACTION + "; " + timeouts.forTransaction());
    }

    /** How somebody else's transaction was planned before it was told to prefer indexes, by setting. */
    record Before(Map<String, String> values) {

        /** In one round trip: what is materialized has been read before anything is set. */
        private static final String REPLACE = "WITH old AS MATERIALIZED (SELECT "
                + each(name -> "current_setting('" + name + "') AS " + name)
                + ") SELECT old.*, "
                + each(name -> "set_config('" + name + "', '" + SETTINGS.get(name) + "', true)") + " FROM old";

        private static final String RESTORE =
                "SELECT " + each(name -> "set_config('" + name + "', :" + name + ", true)");

        private static String each(UnaryOperator<String> name) {
            return SETTINGS.keySet().stream().map(name).collect(Collectors.joining(", "));
        }

        static Before preferringIndexes(Handle handle) {
            return handle.createQuery(REPLACE).map(Before::read).one();
        }

        private static Before read(ResultSet rows) throws SQLException {
            Map<String, String> values = new HashMap<>();
            for (String name : SETTINGS.keySet()) {
                values.put(name, rows.getString(name));
            }
            return new Before(values);
        }

        void restore(Handle handle) {
            Query query = handle.createQuery(RESTORE);
            values.forEach(query::bind);
            query.finds();
        }
    }
}
