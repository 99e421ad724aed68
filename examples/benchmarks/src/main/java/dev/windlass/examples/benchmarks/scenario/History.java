package dev.windlass.examples.benchmarks.scenario;

import dev.windlass.examples.benchmarks.contender.Contender;
import dev.windlass.examples.benchmarks.contender.Contenders;
import dev.windlass.examples.benchmarks.contender.Setting;
import dev.windlass.examples.benchmarks.measure.Pause;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Fills the history: works a thousand jobs off, then copies what they left behind under new, older, time-ordered ids. */
final class History {

    private static final int SEED = 1_000;
    /** So many copies in one statement, so that they are sorted in memory. */
    private static final int AT_ONCE = 20;

    private History() {}

    static void make(String contender, Setting setting, int rows) throws Exception {
        try (Contender seed = Contenders.make(contender, setting)) {
            seed.submitAll(SEED, "{\"text\":\"history\"}");
            seed.start();
            Pause.until(
                    () -> {
                        try {
                            return seed.unfinished() <= 0;
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    60);
        }
        String prefix = contender.equals("windlass") ? "windlass_" : "raw_";
        try (Connection connection = DriverManager.getConnection(setting.url());
                Statement statement = connection.createStatement()) {
            multiply(connection, prefix + "job", "id", rows / SEED);
            multiply(connection, prefix + "run", "job_id", rows / SEED);
            statement.execute("VACUUM ANALYZE " + prefix + "job");
            statement.execute("VACUUM ANALYZE " + prefix + "run");
        }
    }

    private static void multiply(Connection connection, String table, String jobColumn, int times) throws SQLException {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        try (ResultSet columns = connection.getMetaData().getColumns(null, null, table, null)) {
            while (columns.next()) {
                String name = columns.getString("COLUMN_NAME");
                names.add(name);
                values.add(name.equals(jobColumn) ? id("8") : name.equals("id") ? id("9") : "t." + name);
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = off");
            statement.execute("CREATE TEMPORARY TABLE seed AS SELECT s.*, row_number() OVER (ORDER BY " + jobColumn
                    + ") AS nth FROM " + table + " s");
            for (int done = 0; done < times; done += AT_ONCE) {
                statement.execute("INSERT INTO " + table + " (" + String.join(", ", names) + ") SELECT "
                        + String.join(", ", values) + " FROM generate_series(" + (done + 1) + ", "
                        + Math.min(times, done + AT_ONCE) + ") g CROSS JOIN seed t ORDER BY g, nth");
            }
            statement.execute("DROP TABLE seed");
        }
    }

    /** The same for a job and what refers to it; below the ids of any clock since 2017. */
    private static String id(String variant) {
        return "CAST(lpad(to_hex(1500000000000 + g), 12, '0') || '7' || lpad(to_hex(t.nth), 3, '0') || '" + variant
                + "000000000000000' AS uuid)";
    }
}
