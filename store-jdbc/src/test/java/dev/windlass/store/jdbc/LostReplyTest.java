package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.job.StoreException;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.HeldRun;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.SubmitResult;
import dev.windlass.spi.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The database did what it was asked, and its reply is lost: nothing is lost, nothing doubled. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LostReplyTest {

    private ProxiedPostgres postgres;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void open() throws Exception {
        postgres = new ProxiedPostgres(LostReplyTest.class);
    }

    @AfterEach
    void close() throws Exception {
        postgres.close();
    }

    /** As an engine does: a transient failure leaves the effect unknown, so the same call is made again. */
    private static <T> T insist(Supplier<T> call) {
        for (int attempt = 0; ; attempt++) {
            try {
                return call.get();
            } catch (StoreException e) {
                assertThat(e.isTransient()).as("transient: %s", e).isTrue();
                assertThat(attempt).isLessThan(200);
            }
        }
    }

    @Test
    void aCommitWhoseReplyIsLostIsRecognisedWhenTheCallIsRepeated() throws Exception {
        endsEachJobOnce(() -> postgres.proxy.cutCommits(0.4));
    }

    /** Claims and single submissions commit by themselves. */
    @Test
    void aStatementWhoseReplyIsLostIsRecognisedWhenTheCallIsRepeated() throws Exception {
        endsEachJobOnce(() -> postgres.proxy.cutReplies(0.25));
    }

    private void endsEachJobOnce(Runnable cut) throws Exception {
        Set<UUID> jobs = new HashSet<>();
        try (JdbcJobStore store = postgres.builder().open()) {
            NodeInfo node = Sample.node(store);
            cut.run();
            for (int i = 0; i < 60; i++) {
                JobSpec job = Sample.job();
                jobs.add(job.id());
                assertThat(insist(() -> store.submit(List.of(Sample.submission(job)), Long.MAX_VALUE)))
                        .containsExactly(SubmitResult.Accepted.INSTANCE);
            }
            drain(store, node);
            assertThat(postgres.proxy.cuts()).isGreaterThan(20);
            postgres.proxy.cutCommits(0);
        }
        assertThat(postgres.column("SELECT id FROM %s.windlass_job")).hasSameSizeAs(jobs);
        assertThat(postgres.column(
                        "SELECT job_id FROM %s.windlass_run WHERE job_status = " + JobStatus.COMPLETED.ordinal()))
                .as("each job has one end")
                .hasSameSizeAs(jobs);
        assertThat(postgres.column("SELECT work_id FROM %s.windlass_running")).isEmpty();
        assertThat(postgres.column("SELECT job_id FROM %s.windlass_ready")).isEmpty();
    }

    /** A claim whose reply was lost is found among what the node holds, and given back. */
    private static void drain(JdbcJobStore store, NodeInfo node) {
        while (true) {
            List<ClaimedRun> claimed = insist(() -> Sample.claim(store, node, 7));
            if (!claimed.isEmpty()) {
                List<Transition> transitions = Sample.completed(node, claimed);
                assertThat(insist(() -> store.apply(transitions))).doesNotContain(false);
                continue;
            }
            List<Transition> releases = new ArrayList<>();
            for (HeldRun held : insist(() -> store.heldRuns(node.id(), null, 1_000))) {
                releases.add(new Transition.Release(held.token(), false));
            }
            if (releases.isEmpty()) {
                return;
            }
            assertThat(insist(() -> store.apply(releases))).doesNotContain(false);
        }
    }

    @Test
    void aClaimWhoseReplyIsLostIsFoundAmongWhatTheNodeHolds() throws Exception {
        try (JdbcJobStore store = postgres.builder().open()) {
            NodeInfo node = Sample.node(store);
            Sample.fill(store, 5);
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                // A claim makes more statements than one, and the reply to another may be lost before it.
                postgres.proxy.cutReplies(0.5);
                boolean lost = isLost(store, node);
                postgres.proxy.cutReplies(0);
                return lost
                        && !insist(() -> store.heldRuns(node.id(), null, 1_000)).isEmpty();
            });
            assertThat(insist(() -> store.heldRuns(node.id(), null, 1_000))).hasSize(5);
            drain(store, node);
            assertThat(store.queueStats().running()).isZero();
            assertThat(store.queueStats().ready()).isZero();
        }
    }

    /** A claim that is answered is given back. */
    private static boolean isLost(JdbcJobStore store, NodeInfo node) {
        List<ClaimedRun> claimed;
        try {
            claimed = Sample.claim(store, node, 5);
        } catch (StoreException e) {
            return true;
        }
        List<Transition> releases = claimed.stream()
                .<Transition>map(claim -> new Transition.Release(claim.token(), false))
                .toList();
        insist(() -> store.apply(releases));
        return false;
    }
}
