package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.JobSpec;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.NodeInfo;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** While another node is taking the jobs that come first, a claim gets what comes after them rather than nothing. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("C7")
class ContendedClaimTest {

    private final CleanSchema schema = CleanSchema.of(ContendedClaimTest.class);
    private JdbcJobStore store;
    private Connection other;
    private NodeInfo node;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void open() throws SQLException {
        schema.empty();
        store = schema.builder().open();
        node = Sample.node(store);
        other = TestPostgres.connect();
        other.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        other.close();
        store.close();
    }

    private List<JobSpec> submit(int priority, int jobs) {
        Instant first = Instant.now();
        List<JobSpec> specs = IntStream.range(0, jobs)
                .mapToObj(i -> Sample.job(Sample.TYPE, priority, first.plusNanos(i * 1_000L), false))
                .toList();
        store.submit(specs.stream().map(Sample::submission).toList(), Long.MAX_VALUE);
        return specs;
    }

    private void isTaking(List<JobSpec> jobs) throws SQLException {
        for (JobSpec job : jobs) {
            other.createStatement()
                    .execute("SELECT 1 FROM " + schema.name() + ".windlass_ready WHERE job_id = '" + job.id()
                            + "' FOR UPDATE");
        }
    }

    private List<UUID> claim(int max, Map<String, Integer> limits) {
        List<UUID> runs = Stream.generate(Sample::id).limit(max).toList();
        List<ClaimedRun> claimed = store.claim(new ClaimRequest(node.id(), node.types(), runs, limits));
        assertThat(claimed)
                .extracting(claim -> claim.token().runId())
                .isSubsetOf(runs)
                .doesNotHaveDuplicates();
        return claimed.stream().map(claim -> claim.job().id()).toList();
    }

    private static List<UUID> ids(List<JobSpec> jobs) {
        return jobs.stream().map(JobSpec::id).toList();
    }

    @Test
    void theNextPriorityFollows() throws SQLException {
        isTaking(submit(9, 5));
        List<JobSpec> next = submit(4, 2);
        assertThat(claim(1, Map.of())).containsExactly(next.get(0).id());
        assertThat(claim(3, Map.of())).containsExactly(next.get(1).id());
        assertThat(claim(3, Map.of())).isEmpty();
    }

    @Test
    void eachLaneIsEmptiedInTurn() throws SQLException {
        List<JobSpec> high = submit(9, 3);
        isTaking(high.subList(0, 2));
        isTaking(submit(8, 4));
        List<JobSpec> middle = submit(5, 2);
        isTaking(middle.subList(0, 1));
        List<JobSpec> low = submit(0, 10);
        assertThat(claim(4, Map.of()))
                .containsExactly(
                        high.get(2).id(),
                        middle.get(1).id(),
                        low.get(0).id(),
                        low.get(1).id());
        assertThat(claim(100, Map.of()))
                .containsExactlyElementsOf(ids(low.subList(2, 10)))
                .hasSize(8);
    }

    @Test
    void noMoreThanAQueueMayHave() throws SQLException {
        List<JobSpec> high = submit(9, 3);
        isTaking(high.subList(0, 2));
        List<JobSpec> low = submit(4, 5);
        Map<String, Integer> three = Map.of(JobSpec.DEFAULT_QUEUE, 3);
        assertThat(claim(5, three))
                .containsExactly(high.get(2).id(), low.get(0).id(), low.get(1).id());
    }

    /** Whoever is woken needs not ask again. */
    @Test
    void itTakesOneStatementWhenNobodyIsInTheWay() {
        submit(9, 3);
        submit(4, 3);
        java.util.concurrent.atomic.AtomicInteger claims = new java.util.concurrent.atomic.AtomicInteger();
        store.parts.database().watch(sql -> {
            if (sql.text().contains("windlass_fence")) {
                claims.incrementAndGet();
            }
        });
        assertThat(claim(5, Map.of())).hasSize(5);
        assertThat(claim(5, Map.of())).hasSize(1);
        assertThat(claim(5, Map.of())).isEmpty();
        assertThat(claims).hasValue(3);
    }
}
