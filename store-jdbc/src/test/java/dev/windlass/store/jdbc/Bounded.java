package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Looks at each statement that a store makes, and notes those whose result nothing bounds: no limit, no aggregate, not of keys that the
 * caller names. It reads the text, so it knows nothing of a bound that lies in the data: such statements are listed here, each with its
 * reason. Thread-safe.
 */
final class Bounded {

    private static final Pattern RETURNS_ROWS = Pattern.compile("^(SELECT|WITH|TABLE)\\b|\\bRETURNING\\b");
    private static final Pattern INNERMOST = Pattern.compile("\\([^()]*\\)");
    private static final Pattern LIMITED = Pattern.compile("\\b(LIMIT|FETCH FIRST) ");
    private static final Pattern ONE_ROW =
            Pattern.compile("^SELECT (count|min|max|coalesce|sum)\\b|^((?!\\bFROM\\b).)*$", Pattern.DOTALL);

    /** Of rows that the caller names, each of them one row or none, by a key or by a table of parameters. */
    private static final Pattern OF_KEYS = Pattern.compile(
            "\\b((\\w+\\.)?(id|run_id|work_id|job_id|delivery_id|idem_key|rnk)) = (\\?|ANY\\b|i\\.\\w+)");

    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry(
                    "RETURNING lane, due_at",
                    "moves as many as its common table expression has found, which has a limit"),
            Map.entry(
                    "INSERT INTO windlass_running",
                    "a claim: as many as its common table expression has taken, which has a limit"),
            Map.entry("INSERT INTO windlass_run (starts", "ends the runs that the caller names"),
            Map.entry("INSERT INTO windlass_job (", "returns none"),
            Map.entry("WHERE nth <= ?", "so many for each schedule that the caller names"),
            Map.entry("FROM windlass_artifact", "a run has at most so many artifacts, and one of these chunks of each"),
            Map.entry(
                    "FROM (SELECT * FROM windlass_lane WHERE retired = false ORDER BY id LIMIT", "has a limit within"),
            Map.entry("JOIN windlass_fire f ON f.schedule_id = i.in_schedule", "of instants that the caller names"),
            Map.entry(
                    "AS i(in_lane, in_key)",
                    "of what a job tells one receiver, which is as much as its attempts allow"),
            Map.entry("LIMIT 200) lately", "has a limit within"),
            Map.entry("LIMIT i.most", "so many for each lane that the caller names"),
            Map.entry("WITH gone AS", "of deliveries that the caller names"));

    private final Set<String> unbounded = ConcurrentHashMap.newKeySet();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    JdbcJobStore watching(JdbcJobStore store) {
        store.parts.database().watch(this::look);
        return store;
    }

    void look(NamedSql statement) {
        String sql = statement.text().strip();
        if (seen.add(sql) && RETURNS_ROWS.matcher(sql).find() && !isBounded(sql)) {
            unbounded.add(sql);
        }
    }

    static boolean isBounded(String sql) {
        String outside = sql;
        for (String before = ""; !before.equals(outside); ) {
            before = outside;
            outside = INNERMOST.matcher(outside).replaceAll("");
        }
        return LIMITED.matcher(outside).find()
                || ONE_ROW.matcher(outside).find()
                || OF_KEYS.matcher(outside).find()
                || REASONS.keySet().stream().anyMatch(sql::contains);
    }

    /** @param statements fewer would show that nobody told of them */
    void assertAll(int statements) {
        assertThat(seen).hasSizeGreaterThan(statements);
        assertThat(unbounded).as("statements whose result nothing bounds").isEmpty();
    }
}
