package dev.windlass.store.jdbc;

import dev.windlass.job.DstPolicy;
import dev.windlass.job.JobRun;
import dev.windlass.job.JobSpec;
import dev.windlass.job.JobStatus;
import dev.windlass.job.JobTemplate;
import dev.windlass.job.Json;
import dev.windlass.job.Phase;
import dev.windlass.job.Progress;
import dev.windlass.job.RetryPolicy;
import dev.windlass.job.RunStatus;
import dev.windlass.job.Schedule;
import dev.windlass.job.Trigger;
import dev.windlass.job.WebhookEndpoint.Profile;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.EventDraft;
import dev.windlass.spi.EventDraft.Audience;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.Submission;
import dev.windlass.spi.Transition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Jobs, claims and ends as an engine would make them, by the real clock. Thread-safe. */
final class Sample {

    static final String TYPE = "noop";
    static final Duration KEPT = Duration.ofDays(7);

    private static final StoreIds IDS =
            new StoreIds(new StoreClock(InstantSource.system(), false), RandomGenerator.getDefault());

    private Sample() {}

    static UUID id() {
        return IDS.next();
    }

    static NodeInfo node(JobStore store) {
        NodeInfo node = new NodeInfo(id(), "node", Set.of(TYPE), 4);
        store.join(node, Duration.ofMinutes(10));
        return node;
    }

    static JobTemplate template(String name, Instant made) {
        return new JobTemplate(id(), name, TYPE, new Json("{}"), null, null, null, 1, made, made);
    }

    /** Fires daily, next at {@code due}. */
    static Schedule schedule(JobTemplate template, Instant due) {
        return new Schedule(
                id(),
                template.id(),
                "@daily",
                Schedule.CronType.UNIX,
                ZoneOffset.UTC,
                true,
                Schedule.Misfire.FIRE_ONCE,
                Schedule.Overlap.SKIP,
                DstPolicy.DEFAULT,
                due,
                null,
                1,
                template.createdAt(),
                template.createdAt());
    }

    static JobSpec job() {
        return job(TYPE, 4, Instant.now(), false);
    }

    static JobSpec job(String type, int priority, Instant dueAt, boolean delayed) {
        return new JobSpec(
                id(),
                type,
                JobSpec.DEFAULT_QUEUE,
                priority,
                new Json("{\"text\":\"" + "x".repeat(188) + "\"}"),
                List.of(),
                RetryPolicy.DEFAULT,
                null,
                KEPT,
                Instant.now(),
                dueAt,
                delayed,
                Trigger.MANUAL,
                null,
                null,
                null,
                null,
                null);
    }

    static Submission submission(JobSpec job) {
        return new Submission(List.of(job), null, null, null, List.of());
    }

    /** Stores so many jobs, five hundred at a time. */
    static void fill(JobStore store, int jobs) {
        for (int left = jobs; left > 0; left -= 500) {
            store.submit(
                    Stream.generate(() -> submission(job()))
                            .limit(Math.min(500, left))
                            .toList(),
                    Long.MAX_VALUE);
        }
    }

    static List<ClaimedRun> claim(JobStore store, NodeInfo node, int max) {
        return store.claim(new ClaimRequest(
                node.id(), node.types(), Stream.generate(Sample::id).limit(max).toList(), Map.of()));
    }

    /** Start and end of each, with the event that an engine would tell. */
    static List<Transition> completed(NodeInfo node, List<ClaimedRun> claims) {
        List<Transition> transitions = new ArrayList<>(claims.size() * 2);
        for (ClaimedRun claim : claims) {
            Instant start = Instant.now();
            transitions.add(start(claim, start));
            transitions.add(complete(node, claim, start));
        }
        return transitions;
    }

    static Transition start(ClaimedRun claim) {
        return start(claim, Instant.now());
    }

    private static Transition start(ClaimedRun claim, Instant at) {
        return new Transition.Start(claim.token(), at, Phase.WORKING, 0, List.of());
    }

    private static Transition complete(NodeInfo node, ClaimedRun claim, Instant startedAt) {
        Instant now = Instant.now();
        Instant expiry = now.plus(KEPT);
        UUID runId = claim.token().runId();
        JobRun run = new JobRun(
                runId,
                claim.job().id(),
                claim.job().type(),
                Trigger.MANUAL,
                claim.attempt(),
                RunStatus.COMPLETED,
                null,
                node.id(),
                node.name(),
                claim.token().fence(),
                startedAt,
                startedAt,
                now,
                null,
                Progress.NONE,
                null,
                null,
                List.of(),
                List.of(),
                expiry);
        EventDraft event = new EventDraft(
                id(),
                "job.run.completed",
                claim.job().id(),
                runId,
                null,
                3,
                now,
                new Audience.Subscribers(Profile.CONTRACT),
                () -> "{}".getBytes(StandardCharsets.UTF_8));
        return new Transition.Finish(
                claim.token(), run, new Transition.Next.End(JobStatus.COMPLETED, expiry), 0, false, List.of(event));
    }
}
