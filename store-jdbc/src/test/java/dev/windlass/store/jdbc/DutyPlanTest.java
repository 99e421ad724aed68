package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.JobTemplate;
import dev.windlass.job.Resource;
import dev.windlass.job.Schedule;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.Submission;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the duties that run by themselves read, by PostgreSQL's own count of rows, beside long tables: with plans that were made while the
 * tables were empty and without statistics, then with fresh ones. What {@link PlanTest} does for jobs and runs.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DutyPlanTest {

    private static final int JOBS = 6_000;
    private static final int RESOURCES = 3_000;

    /** Plans become generic after the driver's fifth and the server's next five uses of a statement. */
    private static final int USES = 12;

    private static final Instant DUE = Instant.parse("2026-01-01T00:00:00Z");

    private HostedStore host;
    private JdbcJobStore store;
    private NodeInfo node;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void open() throws SQLException {
        host = new HostedStore();
        host.neverAnalyzeByItself("job", "ready", "running", "run", "resource");
        store = host.store;
        node = Sample.node(store);
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void noDutyReadsMoreThanItNeeds() throws SQLException {
        use();
        fill();
        assertFrugal("with plans and statistics of empty tables");
        TestPostgres.execute("ANALYZE");
        use();
        assertFrugal("with plans and statistics of large tables");
    }

    private void use() {
        for (int i = 0; i < USES; i++) {
            store.heldRuns(node.id(), null, 1_000);
            store.lostRuns(100);
            store.renew(node, Duration.ofMinutes(10));
            store.liveNodes(null, 100);
            store.dueSchedules(DUE, null, 10);
            store.list(Schedule.class, Map.of(), null, 10);
            store.list(JobTemplate.class, Map.of(), null, 10);
            store.queueStats();
            store.prune(Instant.now(), 100);
            new HotCalls(store, node).all().values().forEach(Runnable::run);
        }
    }

    /** Half of the jobs ended, 300 are held by two nodes; five schedules are due among thousands. */
    private void fill() throws SQLException {
        Sample.fill(store, JOBS);
        for (int ended = 0; ended < JOBS / 2; ended += 500) {
            store.apply(Sample.completed(node, Sample.claim(store, node, 500)));
        }
        Sample.claim(store, node, 100);
        Sample.claim(store, Sample.node(store), 200);
        JobTemplate template = Sample.template("daily", DUE);
        add(template);
        for (int i = 0; i < 5; i++) {
            add(Sample.schedule(template, DUE));
        }
        Schedule later = Sample.schedule(template, DUE.plus(Duration.ofDays(9_999)));
        add(later);
        String table = host.schema + ".windlass_resource";
        copies(table, later.id().toString(), "name");
        copies(table, template.id().toString(), "name || n");
    }

    private static void copies(String table, String id, String name) throws SQLException {
        TestPostgres.execute("INSERT INTO " + table + " (id, kind, version, name, job_type, template_id, enabled,"
                + " next_fire_at, body) SELECT gen_random_uuid(), kind, version, " + name
                + ", job_type, gen_random_uuid(), enabled, next_fire_at, body FROM " + table
                + ", generate_series(1, " + RESOURCES + ") n WHERE id = '" + id + "'");
    }

    private void assertFrugal(String when) throws SQLException {
        Map<String, Long> read = new LinkedHashMap<>();
        read.put("lease", host.rowsRead(() -> store.renew(node, Duration.ofMinutes(10))));
        read.put(
                "held",
                host.rowsRead(
                        () -> assertThat(store.heldRuns(node.id(), null, 1_000)).hasSize(100)));
        read.put("lost", host.rowsRead(() -> assertThat(store.lostRuns(100)).isEmpty()));
        // The running rows are read as a whole: 300, each with its node, and the 100 with their jobs.
        assertThat(read)
                .as(when)
                .allSatisfy((what, rows) -> assertThat(rows)
                        .as("rows read by: %s, %s; all: %s", what, when, read)
                        .isLessThan(750));
        Map<String, Long> few = new LinkedHashMap<>();
        few.put("nodes", host.rowsRead(() -> store.liveNodes(null, 100)));
        few.put(
                "due",
                host.rowsRead(
                        () -> assertThat(store.dueSchedules(DUE, null, 10)).hasSize(5)));
        few.put("upcoming", host.rowsRead(() -> store.upcoming()));
        few.put("schedules", host.rowsRead(() -> list(Schedule.class, Map.of())));
        few.put("templates", host.rowsRead(() -> list(JobTemplate.class, Map.of())));
        few.put("by name", host.rowsRead(() -> list(JobTemplate.class, Map.of("name", "daily"))));
        few.put(
                "by template",
                host.rowsRead(() ->
                        list(Schedule.class, Map.of("template_id", Sample.id().toString()))));
        few.put("prune nothing", host.rowsRead(() -> store.prune(Instant.now(), 100)));
        assertThat(few)
                .as(when)
                .allSatisfy((what, rows) -> assertThat(rows)
                        .as("rows read by: %s, %s; all: %s", what, when, few)
                        .isLessThan(100));
        Map<String, Long> hot = new LinkedHashMap<>();
        for (Map.Entry<String, Runnable> call : new HotCalls(store, node).all().entrySet()) {
            boolean submits = call.getKey().startsWith("submit");
            Runnable work = call.getValue();
            hot.put(call.getKey(), submits ? host.rowsReadBySubmitting(work) : host.rowsRead(work));
        }
        // Administrators do it, and its name is looked for, see docs/databases.md.
        hot.remove("make a template");
        assertThat(hot)
                .as(when)
                .allSatisfy((what, rows) -> assertThat(rows)
                        .as("rows read by: %s, %s; all: %s", what, when, hot)
                        .isLessThan(150));
        Instant afterAll = Instant.now().plus(Sample.KEPT).plusSeconds(60);
        assertThat(host.rowsRead(
                        () -> assertThat(store.prune(afterAll, 100).jobs()).isEqualTo(100)))
                .as("rows read to prune 100 of thousands, %s", when)
                .isLessThan(100 * 15);
    }

    private <R extends Resource> void list(Class<R> kind, Map<String, String> filter) {
        String next = store.list(kind, filter, null, 10).next();
        if (next != null) {
            store.list(kind, filter, next, 10);
        }
    }

    @Test
    void aLongQueueIsNotCountedForEachQuestion() throws SQLException {
        Sample.fill(store, 1);
        assertThat(store.queueStats().ready()).isOne();
        Sample.fill(store, 1);
        assertThat(store.queueStats().ready()).as("a short one is").isEqualTo(2);
        String table = host.schema + ".windlass_ready";
        TestPostgres.execute("INSERT INTO " + table + " (due_at, created_at, fence, job_id, lane, attempts, starts,"
                + " lost_starts, states_sent) SELECT due_at, created_at, fence, gen_random_uuid(), lane, attempts, starts,"
                + " lost_starts, states_sent FROM " + table + ", generate_series(1, " + QueueCounts.LONG + ")");
        long first = host.rowsRead(() -> store.queueStats());
        assertThat(first).isGreaterThan(QueueCounts.LONG);
        long more = host.rowsRead(() -> {
            for (int i = 0; i < 20; i++) {
                store.queueStats();
            }
        });
        assertThat(more).as("rows read by twenty more within a second or two").isLessThan(3 * first);
        store.setPaused("some", true);
        assertThat(store.queueStats().pausedQueues())
                .as("pauses are always read")
                .containsExactly("some");
    }

    private void add(Resource resource) {
        store.submit(List.of(new Submission(List.of(), null, resource, null, List.of())), Long.MAX_VALUE);
    }
}
