package dev.windlass.store.jdbc;

import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.RunToken;
import dev.windlass.store.jdbc.LaneTable.Lane;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The claim under the writers' lock: it reads the heads of all open lanes, an index range each, merges them and writes. No FOR UPDATE,
 * which would switch H2's index order off.
 */
final class H2Claimer extends Claimer {

    /** A waiting job and what it is sorted by. */
    private record Head(Place place, Lane lane) {}

    private static final Comparator<Head> DISPATCH = Comparator.<Head>comparingInt(head -> head.lane.rank())
            .thenComparingLong(head -> head.place.dueAt())
            .thenComparing(head -> head.place.jobId(), Claimer::compareIds);

    /** So many jobs are held at most beside those of one lane, however many lanes there are. */
    private static final int MOST_SORTED = 10_000;

    private final LaneTable lanes;
    private final JobTable jobs;

    H2Claimer(
            Database database,
            LaneTable lanes,
            JobTable jobs,
            DelayedJobs delayed,
            Watermarks watermarks,
            QueueGauge gauge,
            Signals signals) {
        super(database, delayed, watermarks, gauge, signals);
        this.lanes = lanes;
        this.jobs = jobs;
    }

    @Override
    Take take(ClaimRequest request, SortedMap<Integer, Long> lows) {
        List<Claimed> claimed = database.write(handle -> {
            if (!NodeTable.isAlive(handle, request.nodeId())) {
                return List.of();
            }
            List<Head> heads = heads(handle, request, lows);
            return heads.isEmpty() ? List.of() : take(handle, request, heads);
        });
        return new Take(claimed, lows, Set.of());
    }

    private List<Head> heads(Handle handle, ClaimRequest request, SortedMap<Integer, Long> lows) {
        Set<String> paused = Set.copyOf(PauseTable.paused(handle));
        List<Head> heads = new ArrayList<>();
        for (Lane lane : lanes.open()) {
            int allowed = Math.min(request.max(), request.queueLimits().getOrDefault(lane.queue(), Integer.MAX_VALUE));
            if (allowed > 0
                    && request.types().contains(lane.type())
                    && !paused.contains(lane.queue())
                    && !paused.contains(PauseTable.ALL)) {
                heads.addAll(heads(handle, lane, lows.getOrDefault(lane.id(), Long.MIN_VALUE), allowed));
                if (heads.size() > MOST_SORTED) {
                    heads = within(heads, request);
                }
            }
        }
        return within(heads, request);
    }

    private static List<Head> heads(Handle handle, Lane lane, long low, int limit) {
        return handle.createQuery(
                        "SELECT " + Place.COLUMNS + " FROM windlass_ready WHERE lane = :lane AND due_at >= :low"
                                + " ORDER BY lane, due_at, job_id LIMIT :limit")
                .bind("lane", lane.id())
                .bind("low", low)
                .bind("limit", limit)
                .map(rows -> new Head(Place.read(rows, 1), lane))
                .list();
    }

    /** The first of them in dispatch order; what is not among them now would not be with more of them either. */
    private static List<Head> within(List<Head> heads, ClaimRequest request) {
        heads.sort(DISPATCH);
        Map<String, Integer> left = new HashMap<>(request.queueLimits());
        List<Head> chosen = new ArrayList<>();
        for (Head head : heads) {
            Integer more = left.get(head.lane.queue());
            if (chosen.size() < request.max() && (more == null || more > 0)) {
                chosen.add(head);
                left.computeIfPresent(head.lane.queue(), (queue, count) -> count - 1);
            }
        }
        return chosen;
    }

    private List<Claimed> take(Handle handle, ClaimRequest request, List<Head> heads) {
        long fence = handle.createQuery("SELECT NEXT VALUE FOR windlass_fence")
                .mapTo(Long.class)
                .one();
        long now = database.clock().now();
        Rows gone = new Rows("in_lane integer", "in_due bigint", "in_id uuid");
        Rows claimed = claims();
        for (int i = 0; i < heads.size(); i++) {
            Place place = heads.get(i).place;
            gone.add(place.lane(), place.dueAt(), place.jobId());
            addClaim(claimed, place.claimed(fence), request.runIds().get(i), request.nodeId(), now);
        }
        gone.bind(handle.createUpdate("MERGE INTO windlass_ready q USING (SELECT * FROM " + gone.source() + ") i"
                        + " ON q.lane = i.in_lane AND q.due_at = i.in_due AND q.job_id = i.in_id"
                        + " WHEN MATCHED THEN DELETE"))
                .execute();
        claimed.insertInto(handle, "windlass_running");
        return withSpecs(handle, request, heads, fence);
    }

    private static Rows claims() {
        return new Rows(
                "work_id uuid",
                "run_id uuid",
                "node_id uuid",
                "fence bigint",
                "created_at bigint",
                "claimed_at bigint",
                "due_at bigint",
                "lane integer",
                "attempt integer",
                "starts integer",
                "lost_starts integer",
                "states_sent integer",
                "version integer",
                "direct boolean",
                "has_chunks boolean",
                "not_before bigint",
                "cancel_at bigint",
                "cancel_reason varchar");
    }

    private static void addClaim(Rows rows, Place claimed, UUID runId, UUID nodeId, long now) {
        rows.add(
                claimed.jobId(),
                runId,
                nodeId,
                claimed.fence(),
                claimed.createdAt(),
                now,
                claimed.dueAt(),
                claimed.lane(),
                claimed.attempts() + 1,
                claimed.starts(),
                claimed.lostStarts(),
                claimed.statesSent(),
                0,
                false,
                false,
                claimed.notBefore(),
                claimed.cancelAt(),
                claimed.cancelReason());
    }

    private List<Claimed> withSpecs(Handle handle, ClaimRequest request, List<Head> heads, long fence) {
        Map<UUID, dev.windlass.job.JobSpec> specs = handle
                .createQuery("SELECT " + JobTable.SPEC + " FROM windlass_job j WHERE j.id = ANY(:ids)")
                .bindArray(
                        "ids",
                        UUID.class,
                        heads.stream().map(head -> head.place.jobId()).toList())
                .map(rows -> jobs.spec(rows, 1))
                .list()
                .stream()
                .collect(Collectors.toMap(dev.windlass.job.JobSpec::id, spec -> spec));
        List<Claimed> claimed = new ArrayList<>(heads.size());
        for (int i = 0; i < heads.size(); i++) {
            Place place = heads.get(i).place.claimed(fence);
            dev.windlass.job.JobSpec spec = java.util.Objects.requireNonNull(specs.get(place.jobId()));
            RunToken token = new RunToken(request.runIds().get(i), spec.id(), fence);
            claimed.add(new Claimed(
                    new ClaimedRun(spec, token, place.attempts() + 1, place.starts(), place.statesSent()),
                    place.lane(),
                    place.dueAt()));
        }
        return claimed;
    }
}
