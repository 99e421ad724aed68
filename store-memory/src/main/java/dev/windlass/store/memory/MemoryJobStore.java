package dev.windlass.store.memory;

import dev.windlass.job.Job;
import dev.windlass.job.JobQuery;
import dev.windlass.job.JobRun;
import dev.windlass.job.Page;
import dev.windlass.job.Resource;
import dev.windlass.job.RunQuery;
import dev.windlass.job.Schedule;
import dev.windlass.spi.ClaimRequest;
import dev.windlass.spi.ClaimedRun;
import dev.windlass.spi.Delivery;
import dev.windlass.spi.DeliveryAttempt;
import dev.windlass.spi.DeliveryQuery;
import dev.windlass.spi.DueDelivery;
import dev.windlass.spi.Firing;
import dev.windlass.spi.HeldRun;
import dev.windlass.spi.JobStore;
import dev.windlass.spi.NodeInfo;
import dev.windlass.spi.NodePulse;
import dev.windlass.spi.PruneReport;
import dev.windlass.spi.QueueStats;
import dev.windlass.spi.Redelivery;
import dev.windlass.spi.RunToken;
import dev.windlass.spi.Settlement;
import dev.windlass.spi.StoreListener;
import dev.windlass.spi.StoreTraits;
import dev.windlass.spi.StoredReply;
import dev.windlass.spi.Submission;
import dev.windlass.spi.SubmitResult;
import dev.windlass.spi.Transition;
import dev.windlass.spi.Upcoming;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A store in the heap: nothing outlives it. Thread-safe. All calls take one lock and hold it shortly; the work of a claim or a transition
 * does not grow with what waits or with what is kept.
 */
public final class MemoryJobStore implements JobStore {

    private static final StoreTraits TRAITS = new StoreTraits(false, false, false);

    private final Guard guard;
    private final Tables tables;
    private final Reads reads;
    private final Submissions submissions;
    private final Claims claims;
    private final Transitions transitions;
    private final Firings firings;

    /** A store by the system's clock. */
    public MemoryJobStore() {
        this(InstantSource.system());
    }

    /** @param clock decides what is due, and when leases and keys run out */
    public MemoryJobStore(InstantSource clock) {
        tables = new Tables(clock);
        guard = new Guard(tables.signals);
        reads = new Reads(tables);
        submissions = new Submissions(tables);
        claims = new Claims(tables);
        transitions = new Transitions(tables);
        firings = new Firings(tables);
    }

    @Override
    public List<SubmitResult> submit(List<Submission> all, long maxQueued) {
        return guard.each(all, submission -> submissions.submit(submission, maxQueued));
    }

    @Override
    public Optional<StoredReply> findReply(String scope, String key) {
        return guard.locked(() -> Optional.ofNullable(tables.keys.find(scope, key, tables.now())));
    }

    @Override
    public List<ClaimedRun> claim(ClaimRequest request) {
        return guard.locked(() -> claims.claim(request));
    }

    @Override
    public List<Boolean> apply(List<Transition> all) {
        return guard.each(all, transitions::apply);
    }

    @Override
    public OptionalLong position(UUID jobId, int limit) {
        return guard.locked(() -> reads.position(jobId, limit));
    }

    @Override
    public void setPaused(@Nullable String queue, boolean paused) {
        guard.run(() -> {
            tables.queue.setPaused(queue, paused);
            tables.signals.workAvailable();
        });
    }

    @Override
    public QueueStats queueStats() {
        return guard.locked(reads::queueStats);
    }

    @Override
    public List<Job> liveJobsOf(UUID scheduleId, int limit) {
        return guard.locked(() -> reads.liveJobsOf(scheduleId, limit));
    }

    @Override
    public Optional<Job> findJob(UUID jobId) {
        return guard.locked(() -> reads.job(jobId));
    }

    @Override
    public Page<Job> listJobs(JobQuery query) {
        JobLister lister = new JobLister(query);
        while (!lister.scan.isDone()) {
            guard.run(() -> lister.step(tables));
        }
        return lister.scan.page();
    }

    @Override
    public Optional<JobRun> findRun(UUID runId) {
        return guard.locked(() -> reads.run(runId));
    }

    @Override
    public Page<JobRun> listRuns(RunQuery query) {
        RunLister lister = new RunLister(query);
        while (!lister.scan.isDone()) {
            guard.run(() -> lister.step(tables));
        }
        return lister.scan.page();
    }

    @Override
    public Map<UUID, Long> stamps(Collection<UUID> ids) {
        return guard.locked(() -> reads.stamps(ids));
    }

    @Override
    public NodePulse join(NodeInfo node, Duration lease) {
        return guard.locked(() -> tables.nodes.join(node, lease, tables.now()));
    }

    @Override
    public NodePulse renew(NodeInfo node, Duration lease) {
        return guard.locked(() -> tables.nodes.renew(node, lease, tables.now()));
    }

    @Override
    public void leave(UUID nodeId) {
        guard.run(() -> tables.nodes.leave(nodeId));
    }

    @Override
    public List<NodeInfo> liveNodes() {
        return guard.locked(() -> tables.nodes.live(tables.now()));
    }

    @Override
    public List<HeldRun> lostRuns(int limit) {
        return guard.locked(() -> {
            tables.nodes.markDead(tables.now());
            return reads.held(node -> node.dead, limit);
        });
    }

    @Override
    public List<HeldRun> heldRuns(UUID nodeId) {
        return guard.locked(() -> reads.held(node -> node.id().equals(nodeId), Integer.MAX_VALUE));
    }

    @Override
    public <R extends Resource> Optional<R> find(Class<R> kind, UUID id) {
        return guard.locked(() -> reads.resource(kind, id));
    }

    @Override
    public <R extends Resource> Page<R> list(
            Class<R> kind, Map<String, String> filter, @Nullable String cursor, int limit) {
        return guard.locked(() -> ResourceLister.list(tables.resources, kind, filter, cursor, limit));
    }

    @Override
    public Changed replace(Resource resource) {
        return guard.locked(() -> tables.resources.replace(resource));
    }

    @Override
    public Changed delete(Class<? extends Resource> kind, UUID id) {
        return guard.locked(() -> tables.resources.delete(kind, id));
    }

    @Override
    public List<Schedule> dueSchedules(Instant now, int limit) {
        return guard.locked(() -> tables.resources.due(now, limit));
    }

    @Override
    public List<Boolean> fire(List<Firing> all) {
        return guard.each(all, firings::fire);
    }

    @Override
    public boolean writeChunk(RunToken token, String name, int index, byte[] bytes) {
        byte[] own = bytes.clone();
        return guard.locked(() -> {
            boolean live = tables.runs.live(token) != null;
            if (live) {
                tables.artifacts.put(token.runId(), name, index, own);
            }
            return live;
        });
    }

    @Override
    public List<Chunk> readChunks(UUID runId, @Nullable String name, int index) {
        return guard.locked(() -> tables.artifacts.read(runId, name, index));
    }

    @Override
    public List<DueDelivery> claimDeliveries(
            Map<String, Integer> lanes, int perLane, int max, Duration hold, Instant now) {
        return List.of();
    }

    @Override
    public List<Boolean> settle(List<Settlement> settlements) {
        return List.of();
    }

    @Override
    public Page<Delivery> listDeliveries(DeliveryQuery query) {
        return new Page<>(List.of(), null);
    }

    @Override
    public Optional<Delivery> findDelivery(UUID deliveryId) {
        return Optional.empty();
    }

    @Override
    public List<DeliveryAttempt> attempts(UUID deliveryId) {
        return List.of();
    }

    @Override
    public int redeliver(Redelivery which, Instant now) {
        return 0;
    }

    @Override
    public Upcoming upcoming() {
        return guard.locked(reads::upcoming);
    }

    @Override
    public void listen(StoreListener listener) {
        guard.run(() -> tables.signals.listen(listener));
    }

    @Override
    public PruneReport prune(Instant now, int limit) {
        return new PruneReport(0, 0, 0, 0, false);
    }

    @Override
    public StoreTraits traits() {
        return TRAITS;
    }

    @Override
    public void close() {
        guard.close();
    }
}
