package dev.windlass.tck.engine;

import dev.windlass.job.JobRun;
import dev.windlass.job.JobStatus;
import dev.windlass.job.Phase;
import dev.windlass.job.Progress;
import dev.windlass.job.RunStatus;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.Transition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A node that claims a job, starts it and is never heard of again, until it comes back with a result. */
final class LostNode {

    private final JobStore store;
    private final InstantSource clock;
    private final UUID id = UUID.randomUUID();
    private final ClaimedRun claim;

    LostNode(JobStore store, InstantSource clock, String type) {
        this.store = store;
        this.clock = clock;
        store.join(new NodeInfo(id, "lost", Set.of(type), 1), Duration.ofSeconds(15));
        claim = store.claim(new ClaimRequest(id, Set.of(type), List.of(UUID.randomUUID()), Map.of()))
                .get(0);
        store.apply(List.of(new Transition.Start(claim.token(), clock.instant(), Phase.WORKING, 0, List.of())));
    }

    /** @return whether the store takes its result */
    boolean finish() {
        Instant now = clock.instant();
        JobRun run = new JobRun(
                claim.token().runId(),
                claim.job().id(),
                claim.job().type(),
                claim.job().trigger(),
                claim.attempt(),
                RunStatus.COMPLETED,
                null,
                id,
                "lost",
                claim.token().fence(),
                now,
                now,
                now,
                null,
                Progress.NONE,
                null,
                null,
                List.of(),
                List.of(),
                now);
        Transition.Next end = new Transition.Next.End(JobStatus.COMPLETED, now.plusSeconds(60));
        return store.apply(List.of(new Transition.Finish(claim.token(), run, end, 0, false, List.of())))
                .get(0);
    }
}
