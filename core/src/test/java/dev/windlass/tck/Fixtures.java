package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.Json;
import dev.windlass.job.RetryPolicy;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import dev.windlass.spi.SubscriberEvents;
import dev.windlass.spi.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Puts a store into the state that a test begins with, and reads what it then says. */
final class Fixtures {

    static final Duration LEASE = Duration.ofSeconds(15);
    static final long UNBOUNDED = Long.MAX_VALUE;

    final JobStore store;
    final TestClock clock;
    final Steps steps;
    private final AtomicLong lastId = new AtomicLong();

    Fixtures(JobStore store, TestClock clock) {
        this.store = store;
        this.clock = clock;
        this.steps = new Steps(clock);
    }

    /** Time-ordered by the clock, and larger than every one before it as long as the clock does not go back. */
    UUID id() {
        long high = clock.millis() << 16 | 0x7000;
        return new UUID(high, 0x8000_0000_0000_0000L | lastId.incrementAndGet());
    }

    List<UUID> ids(int count) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(id());
        }
        return ids;
    }

    JobBuilder job() {
        return new JobBuilder(id(), clock.instant());
    }

    static Submission submission(JobSpec... jobs) {
        return new Submission(List.of(jobs), null, null, null, List.of());
    }

    /** As the engine submits jobs that no receiver of their own is told of. */
    static Submission plain(JobSpec... jobs) {
        return new Submission(List.of(jobs), null, null, null, new SubscriberEvents(List::of));
    }

    SubmitResult submit(Submission submission) {
        return store.submit(List.of(submission), UNBOUNDED).get(0);
    }

    /** Stores jobs. @return the first one */
    JobSpec queued(JobBuilder... builders) {
        JobSpec[] jobs = Arrays.stream(builders).map(JobBuilder::build).toArray(JobSpec[]::new);
        assertThat(submit(submission(jobs))).isEqualTo(SubmitResult.Accepted.INSTANCE);
        return jobs[0];
    }

    /** Stores one echo job that is due now. */
    JobSpec queued() {
        return queued(job());
    }

    JobTemplate template(String name) {
        return new JobTemplate(
                id(),
                name,
                "echo",
                Json.EMPTY_OBJECT,
                RetryPolicy.DEFAULT,
                null,
                null,
                1,
                clock.instant(),
                clock.instant());
    }

    /** A node that is live and has handlers for these types; for {@code echo} when none is named. */
    NodeInfo node(String... types) {
        Set<String> known = types.length == 0 ? Set.of("echo") : Set.of(types);
        NodeInfo node = new NodeInfo(id(), "node-" + lastId.get(), known, 4);
        assertThat(store.join(node, LEASE).alive()).isTrue();
        return node;
    }

    List<ClaimedRun> claim(NodeInfo node, int max) {
        return store.claim(new ClaimRequest(node.id(), node.types(), ids(max), Map.of()));
    }

    ClaimedRun claimOne(NodeInfo node) {
        List<ClaimedRun> claimed = claim(node, 1);
        assertThat(claimed).as("claimed").hasSize(1);
        return claimed.get(0);
    }

    List<UUID> claimedIds(NodeInfo node, int max) {
        return claim(node, max).stream().map(claim -> claim.job().id()).toList();
    }

    /** Claims one job and starts it. */
    ClaimedRun started(NodeInfo node) {
        ClaimedRun claim = claimOne(node);
        applied(steps.start(claim));
        return claim;
    }

    boolean apply(Transition transition) {
        return store.apply(List.of(transition)).get(0);
    }

    void applied(Transition... transitions) {
        assertThat(store.apply(List.of(transitions))).as("applied").doesNotContain(false);
    }

    void refused(Transition transition) {
        assertThat(apply(transition)).as("applied").isFalse();
    }

    Job job(UUID id) {
        return store.findJob(id).orElseThrow(() -> new AssertionError("No job " + id));
    }

    JobRun run(UUID id) {
        return store.findRun(id).orElseThrow(() -> new AssertionError("No run " + id));
    }

    /** A job that was queued, claimed, started and completed. */
    ClaimedRun completed(NodeInfo node) {
        queued();
        ClaimedRun claim = started(node);
        applied(steps.complete(claim, node));
        return claim;
    }
}
