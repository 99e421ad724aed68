package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.job.JobTemplate;
import dev.windlass.job.Resource;
import dev.windlass.spi.ResourceStore.Changed;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes do the same thing at once; the one that commits second has looked before the first committed. */
@Timeout(60)
class SameTimeTest {

    private final ExecutorService second = Executors.newSingleThreadExecutor();
    private String schema;
    private JdbcJobStore store;
    private Connection first;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void open() throws SQLException {
        schema = TestPostgres.newSchema();
        store = TestPostgres.builder(schema).open();
        first = TestPostgres.connect();
        first.createStatement().execute("SET search_path = " + schema);
        first.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        second.shutdown();
        first.close();
        store.close();
    }

    /** @return what comes of the second when the first has committed */
    private <T> T after(String sql, Callable<T> work) throws Exception {
        first.createStatement().execute(sql);
        Future<T> result = second.submit(work);
        await().atMost(Duration.ofSeconds(10)).until(() -> result.isDone() || waits());
        first.commit();
        return result.get();
    }

    private static boolean waits() throws SQLException {
        try (Connection connection = TestPostgres.connect();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                + " AND application_name = 'windlass'")) {
            rows.next();
            return rows.getInt(1) > 0;
        }
    }

    @Test
    void bothPauseAQueue() throws Exception {
        after("INSERT INTO windlass_paused (queue) VALUES ('mail')", () -> {
            store.setPaused("mail", true);
            return true;
        });
        assertThat(store.queueStats().pausedQueues()).containsExactly("mail");
    }

    @Test
    void bothGiveATemplateTheSameName() throws Exception {
        JobTemplate one = created("one");
        JobTemplate two = created("two");
        Changed changed = after(
                "UPDATE windlass_resource SET name = 'three' WHERE id = '" + one.id() + "'",
                () -> store.replace(renamed(two, "three")));
        assertThat(changed).isEqualTo(Changed.CONFLICT);
        assertThat(store.find(JobTemplate.class, two.id())).contains(two);
    }

    private JobTemplate created(String name) {
        JobTemplate template = Sample.template(name, Instant.now().truncatedTo(ChronoUnit.MILLIS));
        Submission submission = new Submission(List.of(), null, template, null, List.of());
        assertThat(store.submit(List.of(submission), 1)).containsExactly(SubmitResult.Accepted.INSTANCE);
        return template;
    }

    private static Resource renamed(JobTemplate template, String name) {
        return new JobTemplate(
                template.id(),
                name,
                template.jobType(),
                template.params(),
                null,
                null,
                null,
                template.version() + 1,
                template.createdAt(),
                template.updatedAt());
    }
}
