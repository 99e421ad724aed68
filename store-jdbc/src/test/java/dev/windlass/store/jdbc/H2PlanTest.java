package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.spi.NodeInfo;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Which tables H2 means to read as a whole for what is called all the time: short ones only, whether the others are empty or long. */
class H2PlanTest {

    private static final String URL = "jdbc:h2:mem:plans";
    private static final Pattern SCAN = Pattern.compile("WINDLASS_(\\w+)\\.tableScan", Pattern.CASE_INSENSITIVE);

    private static final Set<String> SHORT = Set.of("PAUSED", "NODE", "SCHEMA");

    /** What runs is read as a whole by a lease's renewal while a dead node may hold some of it. */
    private static final String RENEWAL = "FROM windlass_node WHERE NOT dead AND lease_until <";

    private final Set<String> statements = ConcurrentHashMap.newKeySet();

    @Test
    void noHotStatementReadsALongTableAsAWhole() throws SQLException {
        try (JdbcJobStore store = JdbcJobStore.builder().url(URL).open();
                Connection connection = DriverManager.getConnection(URL)) {
            store.parts.database().watch(sql -> statements.add(sql.text()));
            NodeInfo node = Sample.node(store);
            new HotCalls(store, node).all().values().forEach(Runnable::run);
            assertThat(statements).hasSizeGreaterThan(60);
            assertThat(scans(connection)).as("with empty tables").isEmpty();
            Sample.fill(store, 3_000);
            store.apply(Sample.completed(node, Sample.claim(store, node, 1_000)));
            try (Statement analyze = connection.createStatement()) {
                analyze.execute("ANALYZE");
            }
            new HotCalls(store, node).all().values().forEach(Runnable::run);
            assertThat(scans(connection)).as("with long tables").isEmpty();
        }
    }

    private Map<String, String> scans(Connection connection) throws SQLException {
        Map<String, String> scans = new TreeMap<>();
        for (String sql : statements) {
            String plan = plan(connection, sql);
            for (Matcher scan = SCAN.matcher(plan); scan.find(); ) {
                if (!sql.contains(RENEWAL) && !SHORT.contains(scan.group(1).toUpperCase(java.util.Locale.ROOT))) {
                    scans.put(sql, plan);
                }
            }
        }
        return scans;
    }

    private static String plan(Connection connection, String sql) throws SQLException {
        try (PreparedStatement explain = connection.prepareStatement("EXPLAIN " + sql)) {
            for (int i = 1; i <= explain.getParameterMetaData().getParameterCount(); i++) {
                explain.setObject(i, null);
            }
            try (ResultSet rows = explain.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
