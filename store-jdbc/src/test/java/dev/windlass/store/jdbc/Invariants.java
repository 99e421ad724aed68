package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the tables must say after anything that may have happened; each query finds the rows that say otherwise. */
final class Invariants {

    private static final String PLACES = """
            SELECT job_id FROM windlass_ready UNION ALL SELECT job_id FROM windlass_waiting
            UNION ALL SELECT work_id FROM windlass_running WHERE NOT direct
            UNION ALL SELECT job_id FROM windlass_cancelled
            UNION ALL SELECT job_id FROM windlass_run WHERE job_status IS NOT NULL""";

    /** Nodes reckon a run's times by the database's clock, each from its own readings of it. */
    private static final int CLOCK_MICROS = 100_000;

    private static final Map<String, String> VIOLATIONS = new LinkedHashMap<>();

    static {
        VIOLATIONS.put(
                "a job that is nowhere, or a place without its job",
                "SELECT j.id FROM windlass_job j WHERE j.id NOT IN (" + PLACES + ")"
                        + " UNION ALL SELECT p.job_id FROM (" + PLACES
                        + ") p WHERE p.job_id NOT IN (SELECT id FROM windlass_job)");
        VIOLATIONS.put(
                "a job that is in two places, or ended twice",
                "SELECT p.job_id FROM (" + PLACES + ") p GROUP BY p.job_id HAVING count(*) > 1");
        VIOLATIONS.put(
                "two runs of one claim, or fences that do not grow from run to run",
                "SELECT a.id FROM windlass_run a JOIN windlass_run b ON a.job_id = b.job_id AND a.id <> b.id"
                        + " WHERE a.starts = b.starts OR (a.starts < b.starts AND a.fence >= b.fence)");
        VIOLATIONS.put(
                "a run beside or behind the end of its job",
                "SELECT a.id FROM windlass_run a JOIN windlass_run b ON a.job_id = b.job_id"
                        + " WHERE b.job_status IS NOT NULL AND a.starts > b.starts");
        VIOLATIONS.put(
                "two runs of one job at once",
                "SELECT a.id FROM windlass_run a JOIN windlass_run b ON a.job_id = b.job_id AND a.starts < b.starts"
                        + " WHERE a.finished_at > b.started_at + " + CLOCK_MICROS);
        VIOLATIONS.put(
                "a claim that is older than a run that ended",
                "SELECT r.work_id FROM windlass_running r JOIN windlass_run h ON h.job_id = r.work_id"
                        + " WHERE h.fence >= r.fence OR h.starts >= r.starts");
        VIOLATIONS.put(
                "attempts that are not counted one by one",
                "SELECT a.id FROM windlass_run a JOIN windlass_run b ON a.job_id = b.job_id AND a.starts < b.starts"
                        + " WHERE a.attempt > b.attempt");
        VIOLATIONS.put(
                "an end before its start, or a status that is no end",
                "SELECT id FROM windlass_run WHERE finished_at < started_at OR status < 2"
                        + " OR (job_status IS NOT NULL AND job_status < 2)");
        VIOLATIONS.put(
                "a waiting job that its job's row does not lead to",
                "SELECT q.job_id FROM windlass_ready q JOIN windlass_job j ON j.id = q.job_id"
                        + " WHERE q.lane <> j.lane OR q.due_at <> j.due_at");
        VIOLATIONS.put(
                "a job whose lane nobody looks at",
                "SELECT q.job_id FROM windlass_ready q JOIN windlass_lane l ON l.id = q.lane WHERE l.retired");
        VIOLATIONS.put(
                "a delivery that is pending but not to be made, or the reverse",
                "SELECT d.id FROM windlass_delivery d LEFT JOIN windlass_outbox o ON o.delivery_id = d.id"
                        + " WHERE d.status <> 0 AND o.delivery_id IS NOT NULL OR d.status = 0 AND o.delivery_id IS NULL"
                        + " AND (NOT d.owned OR NOT EXISTS (SELECT 1 FROM windlass_delivery_attempt a"
                        + " WHERE a.delivery_id = d.id AND a.settled_at IS NOT NULL))"
                        + " UNION ALL SELECT o.delivery_id FROM windlass_outbox o"
                        + " WHERE o.delivery_id NOT IN (SELECT id FROM windlass_delivery)");
    }

    private Invariants() {}

    /** @param connection to the schema that the tables are in */
    static void check(Connection connection) throws SQLException {
        Map<String, List<String>> found = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> violation : VIOLATIONS.entrySet()) {
                List<String> rows = ids(statement, violation.getValue());
                if (!rows.isEmpty()) {
                    found.put(violation.getKey(), rows);
                }
            }
        }
        assertThat(found).as("violations").isEmpty();
    }

    static void checkPostgres(String schema) throws SQLException {
        try (Connection connection = TestPostgres.connect()) {
            connection.setSchema(schema);
            check(connection);
        }
    }

    private static List<String> ids(Statement statement, String sql) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }
}
