package dev.windlass.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobScheduler;
import dev.windlass.job.JobRequest;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobType;
import dev.windlass.job.Json;
import dev.windlass.job.RunResult;
import dev.windlass.job.Settings;
import dev.windlass.job.WebhookEndpoint;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubscriberEvents;
import dev.windlass.spi.Transition;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A job that another process puts back below the mark from which this one's claims look is found by the full scan, within about a
 * second, though this process has nothing else to claim for.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HiddenJobTest {

    private static final Duration SETTLES = Duration.ofSeconds(15);

    private final CleanSchema schema = CleanSchema.of(HiddenJobTest.class);
    private final AtomicLong passed = new AtomicLong();
    private final Set<UUID> ran = ConcurrentHashMap.newKeySet();
    private JdbcJobStore one;
    private JdbcJobStore two;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void open() throws SQLException {
        schema.empty();
        one = schema.builder().nanoTime(() -> System.nanoTime() + passed.get()).open();
        two = schema.builder().open();
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    private JobScheduler scheduler() {
        return JobScheduler.builder(one)
                .settings(Settings.builder().slots(1).build())
                .register(JobType.of(Sample.TYPE, Json.class, (params, run) -> {
                    ran.add(Objects.requireNonNull(run.jobId()));
                    return RunResult.completed();
                }))
                .start();
    }

    private void pass(Duration time) {
        passed.addAndGet(time.toNanos());
    }

    @Test
    void anIdleNodeStartsWhatAnotherOneGivesBack() {
        NodeInfo other = Sample.node(two);
        Sample.fill(two, 1);
        ClaimedRun early = Sample.claim(two, other, 1).get(0);
        try (JobScheduler scheduler = scheduler()) {
            for (Duration left = SETTLES; !left.isNegative(); left = left.minusMillis(300)) {
                pass(Duration.ofMillis(300));
                runOne(scheduler);
            }
            pass(Duration.ofSeconds(1));
            runOne(scheduler);
            two.apply(List.of(new Transition.Release(early.token(), false)));
            await().atMost(Duration.ofSeconds(4))
                    .until(() -> ran.contains(early.job().id()));
        }
    }

    /** From a process that does not run as a node, which leaves it to others to tell whether a delayed job is due. */
    @Test
    void anIdleNodeStartsADelayedJobThatWasStoredLate() {
        try (JobScheduler scheduler = scheduler()) {
            for (Duration left = SETTLES; !left.isNegative(); left = left.minusMillis(300)) {
                pass(Duration.ofMillis(300));
                runDelayed(scheduler);
            }
            pass(Duration.ofSeconds(1));
            runDelayed(scheduler);
            JobSpec late = Sample.job(Sample.TYPE, 4, Instant.now().minusSeconds(600), true);
            two.submit(List.of(Sample.submission(late)), Long.MAX_VALUE);
            await().atMost(Duration.ofSeconds(4)).until(() -> ran.contains(late.id()));
        }
    }

    private void runDelayed(JobScheduler scheduler) {
        UUID id = scheduler
                .jobs()
                .submit(JobRequest.builder()
                        .type(Sample.TYPE)
                        .runAt(Instant.now().plusMillis(20))
                        .build())
                .id();
        await().pollInterval(Duration.ofMillis(2)).until(() -> ran.contains(id));
    }

    private void runOne(JobScheduler scheduler) {
        UUID id = scheduler.jobs().submit(JobRequest.of(Sample.TYPE, "x")).id();
        await().pollInterval(Duration.ofMillis(2)).until(() -> ran.contains(id));
    }

    /** With an endpoint the quick submission stores nothing, so that each lone job is claimed by a statement of its own. */
    @Test
    void steadyLoneSubmissionsDoNotHideIt() {
        Instant made = Instant.now();
        WebhookEndpoint endpoint = new WebhookEndpoint(
                Sample.id(),
                "https://example.org/",
                List.of("job.run.failed"),
                WebhookEndpoint.Profile.CONTRACT,
                true,
                List.of(),
                List.of(),
                null,
                null,
                1,
                made,
                made);
        one.submit(List.of(new Submission(List.of(), null, endpoint, null, List.of())), Long.MAX_VALUE);
        NodeInfo node = Sample.node(one);
        Sample.fill(two, 1);
        ClaimedRun early = Sample.claim(two, Sample.node(two), 1).get(0);
        for (Duration left = SETTLES; !left.isNegative(); left = left.minusMillis(1_100)) {
            assertThat(submitAndClaim(node)).hasSize(1);
        }
        two.apply(List.of(new Transition.Release(early.token(), false)));
        List<UUID> claimed = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            submitAndClaim(node).forEach(claim -> claimed.add(claim.job().id()));
        }
        assertThat(claimed).contains(early.job().id());
    }

    private List<ClaimedRun> submitAndClaim(NodeInfo node) {
        pass(Duration.ofMillis(1_100));
        List<Submission> lone =
                List.of(new Submission(List.of(Sample.job()), null, null, null, new SubscriberEvents(List::of)));
        ClaimRequest request = new ClaimRequest(
                node.id(), node.types(), Stream.generate(Sample::id).limit(2).toList(), Map.of());
        assertThat(one.submitAndClaim(lone, Long.MAX_VALUE, request)).isNull();
        one.submit(lone, Long.MAX_VALUE);
        List<ClaimedRun> claimed = one.claim(request);
        one.apply(Sample.completed(node, claimed));
        return claimed;
    }
}
