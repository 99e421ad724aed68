package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.Json;
import dev.windlass.job.Resource;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.Schedule;
import dev.windlass.job.Schedule.CronType;
import dev.windlass.job.Schedule.Misfire;
import dev.windlass.job.Schedule.Overlap;
import dev.windlass.job.Trigger;
import dev.windlass.job.WebhookEndpoint;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.Submission;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** One row that this process cannot read never keeps the others from being read. */
class UnreadableTest {

    private static final Instant DUE = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void onPostgresOneUnreadableRowStopsNothing() throws SQLException {
        try (JdbcJobStore store = TestPostgres.builder(TestPostgres.newSchema()).open()) {
            schedules(store);
            endpoints(store);
            jobs(store);
        }
    }

    @Test
    void onH2OneUnreadableRowStopsNothing() {
        try (JdbcJobStore store =
                JdbcJobStore.builder().url("jdbc:h2:mem:unreadable").open()) {
            schedules(store);
            endpoints(store);
            jobs(store);
        }
    }

    private static void schedules(JdbcJobStore store) {
        JobTemplate template =
                new JobTemplate(Sample.id(), "t", Sample.TYPE, Json.EMPTY_OBJECT, null, null, null, 1, DUE, DUE);
        add(store, template);
        for (int i = 0; i < 5; i++) {
            add(store, schedule(template.id(), DUE, "Asia/Tokyo"));
        }
        Schedule good = schedule(template.id(), DUE.plusSeconds(60), "Europe/Berlin");
        add(store, good);
        execute(store, "UPDATE windlass_resource SET body = replace(body, 'Asia/Tokyo', 'Mars/Olympus')");
        assertThat(store.dueSchedules(DUE.plusSeconds(60), null, 2)).containsExactly(good);
        assertThat(store.upcoming().fire())
                .as("nobody is woken for what cannot be fired")
                .isEqualTo(good.nextFireAt());
        assertThat(store.list(Schedule.class, Map.of(), null, 10).items()).containsExactly(good);
        execute(store, "UPDATE windlass_resource SET body = replace(body, 'Mars/Olympus', 'Asia/Tokyo')");
        assertThat(store.dueSchedules(DUE.plusSeconds(60), null, 10))
                .as("as soon as it can be read")
                .hasSize(6);
        assertThat(store.upcoming().fire()).isEqualTo(DUE);
    }

    private static void endpoints(JdbcJobStore store) {
        add(store, endpoint("https://bad.example/"));
        WebhookEndpoint good = endpoint("https://good.example/");
        add(store, good);
        execute(
                store,
                "UPDATE windlass_resource SET body = replace(body, '\"CONTRACT\"', '\"OF_NEXT_YEAR\"')"
                        + " WHERE url LIKE '%bad%'");
        NodeInfo node = Sample.node(store);
        Sample.fill(store, 1);
        assertThat(store.apply(Sample.completed(node, Sample.claim(store, node, 1))))
                .as("jobs go on, and the others are told")
                .doesNotContain(false);
        assertThat(store.claimDeliveries(Map.of(), 10, 10, java.time.Duration.ofMinutes(1), Instant.now()))
                .extracting(due -> due.delivery().endpointId())
                .containsOnly(good.id());
    }

    private static void jobs(JdbcJobStore store) {
        NodeInfo node = Sample.node(store);
        Sample.fill(store, 2);
        execute(
                store,
                "UPDATE windlass_job SET trigger_code = 77, retry = 'of next year', tags = '{', callback_scope = 9,"
                        + " callback_url = 'https://x.example/'");
        assertThat(store.listJobs(JobQuery.all(10)).items()).hasSize(3);
        List<ClaimedRun> claimed = Sample.claim(store, node, 2);
        assertThat(claimed).hasSize(2).allSatisfy(claim -> {
            assertThat(claim.job().retryPolicy()).isEqualTo(RetryPolicy.DEFAULT);
            assertThat(claim.job().trigger()).isEqualTo(Trigger.MANUAL);
        });
        assertThat(store.heldRuns(node.id(), null, 1_000)).hasSize(2);
        assertThat(store.apply(Sample.completed(node, claimed))).doesNotContain(false);
        execute(store, "UPDATE windlass_run SET status = 88, trigger_code = 77, warnings = '{'");
        assertThat(store.listJobs(JobQuery.all(10)).items()).extracting(Job::id).hasSize(3);
        assertThat(claimed)
                .allSatisfy(claim -> assertThat(store.findRun(claim.token().runId()))
                        .hasValueSatisfying(run -> assertThat(run.warnings()).isEmpty()));
    }

    private static void add(JdbcJobStore store, Resource resource) {
        store.submit(List.of(new Submission(List.of(), null, resource, null, List.of())), Long.MAX_VALUE);
    }

    private static void execute(JdbcJobStore store, String sql) {
        store.parts.database().write(handle -> handle.execute(sql));
    }

    private static Schedule schedule(UUID template, Instant due, String zone) {
        return new Schedule(
                Sample.id(),
                template,
                "@daily",
                CronType.UNIX,
                ZoneId.of(zone),
                true,
                Misfire.FIRE_ONCE,
                Overlap.SKIP,
                dev.windlass.job.DstPolicy.DEFAULT,
                due,
                null,
                1,
                DUE,
                DUE);
    }

    private static WebhookEndpoint endpoint(String url) {
        return new WebhookEndpoint(
                Sample.id(), url, List.of(), Profile.CONTRACT, true, List.of(), List.of(), null, null, 1, DUE, DUE);
    }
}
