package dev.windlass.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.job.Job;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * A random history of a store, the same for the same seed: everything that nodes and clients may do, stale tokens and repeated calls
 * included. Each step is checked against what readers saw before it.
 */
final class History {

    private final Random random;
    private final Subjects subjects;
    private final TestClock clock;
    private final Fixtures given;
    private final HistoryOfWebhooks webhooks;
    private final HistoryOfNodes nodes;
    private final HistoryOfJobs jobs;
    final List<String> log = new ArrayList<>();

    /** Those that should be live, by run. */
    private final Map<UUID, TwinClaim> live = new HashMap<>();

    private final Set<UUID> unstarted = new HashSet<>();
    private final List<TwinClaim> everClaimed = new ArrayList<>();
    private final Map<UUID, Job> ended = new HashMap<>();

    History(long seed, Subjects subjects, TestClock clock) {
        this.random = new Random(seed);
        this.subjects = subjects;
        this.clock = clock;
        this.given = new Fixtures(subjects.first(), clock);
        this.webhooks = new HistoryOfWebhooks(random, subjects, given);
        this.jobs = new HistoryOfJobs(random, subjects, given, webhooks);
        this.nodes = new HistoryOfNodes(random, subjects, given);
        nodes.join(log);
        nodes.join(log);
    }

    void step() {
        int dice = random.nextInt(100);
        if (dice < 22) {
            jobs.submit(log);
        } else if (dice < 42) {
            claim();
        } else if (dice < 72) {
            advance();
        } else if (dice < 80) {
            cancelOrMove();
        } else if (dice < 84) {
            pause();
        } else if (dice < 90) {
            nodesComeAndGo();
        } else if (dice < 95) {
            webhooks.step(log);
        } else if (dice < 99) {
            pass(Duration.ofMillis(random.nextInt(20_000)));
        } else {
            prune();
        }
    }

    private void claim() {
        NodeInfo node = nodes.any();
        Map<String, Integer> limits =
                random.nextBoolean() ? Map.of() : Map.of(pick(HistoryOfJobs.QUEUES), random.nextInt(3));
        ClaimRequest request = new ClaimRequest(node.id(), node.types(), given.ids(1 + random.nextInt(5)), limits);
        List<UUID> expected = ExpectedClaim.of(subjects.first(), request, unstarted, clock.instant());
        log.add("claim " + request);
        List<List<ClaimedRun>> all = subjects.each(store -> store.claim(request));
        for (List<ClaimedRun> claims : all) {
            assertThat(claims)
                    .extracting(claim -> claim.job().id())
                    .as("claimed")
                    .isEqualTo(expected);
        }
        for (int i = 0; i < expected.size(); i++) {
            int index = i;
            TwinClaim claim =
                    new TwinClaim(all.stream().map(claims -> claims.get(index)).toList(), node);
            live.put(claim.runId(), claim);
            everClaimed.add(claim);
            unstarted.add(claim.jobId());
        }
    }

    /** Something happens to a run, mostly to a live one. */
    private void advance() {
        if (everClaimed.isEmpty()) {
            return;
        }
        clock.advance(Duration.ofMillis(1)); // so that no later step is taken for a repeated call
        boolean stale = live.isEmpty() || random.nextInt(8) == 0;
        TwinClaim claim = stale ? pick(everClaimed) : pick(List.copyOf(live.values()));
        EventDraft[] events = webhooks.events("job.changed", claim.jobId()).toArray(EventDraft[]::new);
        int number = random.nextInt(20);
        NodeInfo node = claim.node();
        Instant later = random.nextBoolean() ? null : clock.instant().plusSeconds(number);
        switch (random.nextInt(9)) {
            case 0, 1 -> apply(claim, "start", (steps, one) -> steps.start(one, events));
            case 2 -> apply(claim, "report", (steps, one) -> steps.report(one, number, events));
            case 3, 4 -> apply(claim, "complete", (steps, one) -> steps.complete(one, node, events));
            case 5 -> apply(claim, "fail", (steps, one) -> steps.fail(one, node, events));
            case 6 ->
                apply(claim, "retry", (steps, one) -> Steps.unlessCancelled(steps.retry(one, node, later, events)));
            case 7 -> apply(claim, "release", (steps, one) -> Steps.release(one));
            default -> apply(claim, "lose", (steps, one) -> Steps.lose(one));
        }
    }

    /** A token that was released may be released again with either answer, because nothing of it need be kept. */
    private void apply(TwinClaim claim, String name, BiFunction<Steps, ClaimedRun, Transition> make) {
        log.add(name + " " + claim.in(0).token());
        List<Boolean> applied = new ArrayList<>();
        for (int i = 0; i < subjects.stores.size(); i++) {
            Transition transition = make.apply(given.steps, claim.in(i));
            applied.add(subjects.stores.get(i).apply(List.of(transition)).get(0));
        }
        boolean released = "release".equals(name) || "lose".equals(name);
        if (!released || live.containsKey(claim.runId())) {
            assertThat(applied).as(name + " in each store").containsOnly(applied.get(0));
        }
        settle(claim);
    }

    /** Takes note of what became of a claim, as readers and its node see it. */
    private void settle(TwinClaim claim) {
        JobStore store = subjects.first();
        boolean held = store.heldRuns(claim.node().id(), null, 1_000).stream()
                .anyMatch(run -> run.token().equals(claim.in(0).token()));
        if (!held) {
            live.remove(claim.runId());
        }
        Set<UUID> waiting = new HashSet<>();
        live.values().forEach(one -> {
            if (store.findRun(one.runId()).isEmpty()) {
                waiting.add(one.jobId());
            }
        });
        unstarted.clear();
        unstarted.addAll(waiting);
    }

    private void cancelOrMove() {
        Job job = jobs.any();
        if (job == null) {
            return;
        }
        Transition transition = switch (random.nextInt(3)) {
            case 0 -> given.steps.cancel(job);
            case 1 -> given.steps.requestCancel(job.id());
            default ->
                given.steps.move(
                        job.spec(), random.nextInt(10), clock.instant().plusMillis(random.nextInt(9_000) - 5_000L));
        };
        log.add(transition.toString());
        subjects.same(transition.toString(), store -> store.apply(List.of(transition)));
        List.copyOf(live.values()).forEach(this::settle);
    }

    private void pause() {
        String queue = random.nextInt(3) == 0 ? null : pick(HistoryOfJobs.QUEUES);
        boolean paused = random.nextInt(3) == 0;
        log.add((paused ? "pause " : "resume ") + queue);
        subjects.stores.forEach(store -> store.setPaused(queue, paused));
    }

    private void nodesComeAndGo() {
        if (random.nextInt(4) == 0) {
            nodes.join(log);
        }
        nodes.renewOne(log);
        if (random.nextInt(3) == 0) {
            nodes.lostRuns(log).forEach(this::rescue);
        }
    }

    private void rescue(UUID run) {
        TwinClaim claim = live.get(run);
        assertThat(claim).as("a lost run that somebody had").isNotNull();
        if (claim != null && subjects.first().findRun(run).isPresent()) {
            apply(claim, "rescue", (steps, one) -> steps.retry(one, claim.node(), null));
        } else if (claim != null) {
            apply(claim, "lose", (steps, one) -> Steps.lose(one));
        }
    }

    private void pass(Duration time) {
        log.add("pass " + time);
        clock.advance(time);
    }

    private void prune() {
        pass(Steps.RETENTION);
        log.add("prune");
        subjects.stores.forEach(store -> store.prune(clock.instant(), 10_000));
        jobs.forgetPruned();
        ended.keySet().retainAll(jobs.ids());
        everClaimed.removeIf(claim -> !live.containsKey(claim.runId()));
        nodes.renewAll();
    }

    /** Compares everything, and sees that what had ended stayed as it was (seed row T3). */
    void check() {
        subjects.compare();
        for (UUID id : jobs.ids()) {
            Job job = subjects.job(id);
            Job before = ended.get(id);
            if (before != null) {
                assertThat(job).as("an ended job never changes").isEqualTo(before);
            } else if (job.status().isTerminal()) {
                ended.put(id, job);
            }
        }
        for (TwinClaim claim : live.values()) {
            JobRun run = subjects.first().findRun(claim.runId()).orElse(null);
            JobStatus expected = run == null ? JobStatus.QUEUED : JobStatus.RUNNING;
            assertThat(subjects.job(claim.jobId()).status()).isEqualTo(expected);
        }
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
