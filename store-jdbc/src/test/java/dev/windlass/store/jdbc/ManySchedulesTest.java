package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.windlass.internal.schedule.ScheduleTicker;
import dev.windlass.job.Schedule;
import dev.windlass.job.Schedule.Misfire;
import dev.windlass.job.Schedule.Overlap;
import dev.windlass.tck.schedule.World;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is due, and when the next one is, is read from the end of an index and fired by id, by the databases' own count of rows. */
@Tag("C3")
@Timeout(120)
class ManySchedulesTest {

    private static final int MANY = 100_000;
    private static final int DUE = 3;
    private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");
    private static final String COLUMNS = "kind, version, name, job_type, template_id, enabled";

    /** Plans become generic after the driver's fifth and the server's next five uses of a statement. */
    private static final int USES = 12;

    private World world(JdbcStoreBuilder builder) {
        World world =
                new World("2026-11-22T13:00:30Z", clock -> builder.clock(clock).open());
        for (int i = 0; i < DUE; i++) {
            world.schedule("* * * * *", "UTC", Misfire.FIRE_ONCE, Overlap.ALLOW);
        }
        return world;
    }

    /** Copies of a schedule that fire hours later. Nobody should read their bodies, which name the original. */
    private static String copies(String table, String newId, String series) {
        return "INSERT INTO " + table + " (id, " + COLUMNS + ", next_fire_at, body) SELECT " + newId + ", " + COLUMNS
                + ", next_fire_at + 3600000000 + n, body FROM (SELECT * FROM " + table
                + " WHERE kind = 1 LIMIT 1) one CROSS JOIN " + series;
    }

    private static void look(World world) {
        List<Schedule> due = world.store.dueSchedules(world.clock.instant().plusSeconds(30), null, 100);
        assertThat(due).hasSize(DUE);
        assertThat(world.store.upcoming().fire()).isEqualTo(due.get(0).nextFireAt());
    }

    @Test
    void ofOneSecondFireTogetherOnPostgres() throws SQLException {
        firesTogether(TestPostgres.builder(TestPostgres.newSchema()));
    }

    @Test
    void ofOneSecondFireTogetherOnH2() {
        firesTogether(JdbcJobStore.builder().url("jdbc:h2:mem:fire-together"));
    }

    /** Whoever comes first waits for all, so that sixty make as many statements as three. */
    private void firesTogether(JdbcStoreBuilder builder) {
        World world = world(builder);
        List<NamedSql> statements = new ArrayList<>();
        ((JdbcJobStore) world.store).parts.database().watch(statements::add);
        ScheduleTicker ticker = world.ticker();
        ticker.runOnce();
        int few = fire(world, ticker, statements);
        for (int i = DUE; i < 60; i++) {
            world.schedule("* * * * *", "UTC", Misfire.FIRE_ONCE, Overlap.SKIP);
        }
        int many = fire(world, ticker, statements);
        assertThat(world.jobs.told).hasSize(DUE + 60);
        // One more asks for what lives of those that are skipped then.
        assertThat(many).isLessThanOrEqualTo(few + 1).isLessThan(16);
        world.store.close();
    }

    private static int fire(World world, ScheduleTicker ticker, List<NamedSql> statements) {
        world.clock.advance(Duration.ofMinutes(1));
        statements.clear();
        ticker.runOnce();
        return statements.size();
    }

    @Test
    void postgresReadsWhatIsDueAndNotTheOthers() throws SQLException {
        String schema = TestPostgres.newSchema();
        TestPostgres.builder(schema).open().close();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(TestPostgres.url());
        config.setSchema(schema);
        // Two are kept for signals; the third is the one that all statements run on.
        config.setMaximumPoolSize(3);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            World world = world(JdbcJobStore.builder().dataSource(pool));
            await().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 2);
            for (int use = 0; use < USES; use++) {
                look(world);
                fire(world);
            }
            String table = schema + ".windlass_resource";
            TestPostgres.execute(
                    copies(table, "gen_random_uuid()", "(SELECT generate_series(1, " + MANY + ") AS n) numbers"));
            assertThat(rowsRead(pool, table, world)).as("with old plans").isLessThan(10 * DUE);
            TestPostgres.execute("ANALYZE " + table);
            assertThat(rowsRead(pool, table, world)).as("with new plans").isLessThan(10 * DUE);
            world.store.close();
        }
    }

    private static long rowsRead(HikariDataSource pool, String table, World world) throws SQLException {
        long before = rowsRead(pool, table);
        look(world);
        fire(world);
        return rowsRead(pool, table) - before;
    }

    /** By a ticker that has fired nothing yet, and so does not check what is stored before. */
    private static void fire(World world) {
        world.clock.advance(Duration.ofMinutes(1));
        int before = world.jobs.told.size();
        world.ticker().runOnce();
        assertThat(world.jobs.told).hasSize(before + DUE);
    }

    private static long rowsRead(HikariDataSource pool, String table) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_stat_force_next_flush()");
            try (ResultSet rows = statement.executeQuery("SELECT seq_tup_read + coalesce(idx_tup_fetch, 0)"
                    + " FROM pg_stat_user_tables WHERE relid = '" + table + "'::regclass")) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    @Test
    void h2ReadsWhatIsDueAndNotTheOthers() throws SQLException {
        String url = "jdbc:h2:mem:many-schedules";
        List<NamedSql> statements = new ArrayList<>();
        World world = world(JdbcJobStore.builder().url(url));
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(copies(
                    "windlass_resource",
                    "random_uuid()",
                    "(SELECT x AS n FROM system_range(1, " + MANY + ")) numbers"));
            ((JdbcJobStore) world.store).parts.database().watch(statements::add);
            look(world);
            long until = Micros.of(world.clock.instant().plusSeconds(30));
            assertThat(statements)
                    .hasSize(2)
                    .allSatisfy(sql -> assertThat(scanned(statement, sql, until))
                            .as(sql.text())
                            .isLessThan(5 * DUE));
        }
        world.store.close();
    }

    private static long scanned(Statement statement, NamedSql sql, long until) throws SQLException {
        Map<String, String> values = Map.of(
                "from",
                String.valueOf(Long.MIN_VALUE + 1),
                "after_time",
                String.valueOf(Long.MIN_VALUE + 1),
                "after_id",
                "CAST('00000000-0000-0000-0000-000000000000' AS uuid)",
                "at",
                String.valueOf(until),
                "limit",
                "100");
        String concrete = sql.text();
        for (String name : sql.names()) {
            concrete = concrete.replaceFirst("\\?", values.get(name));
        }
        try (ResultSet plan = statement.executeQuery("EXPLAIN ANALYZE " + concrete)) {
            plan.next();
            Matcher counts = SCANNED.matcher(plan.getString(1));
            long sum = 0;
            while (counts.find()) {
                sum += Long.parseLong(counts.group(1));
            }
            return sum;
        }
    }
}
